import help from '../it/help.json' with { type: 'json' };

export default { help };
