import help from '../en/help.json' with { type: 'json' };

export default { help };
