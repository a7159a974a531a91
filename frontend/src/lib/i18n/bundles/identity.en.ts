import identity from '../en/identity.json' with { type: 'json' };

export default { identity };
