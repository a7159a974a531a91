import identity from '../it/identity.json' with { type: 'json' };

export default { identity };
