import special from '../it/special.json' with { type: 'json' };

export default { special };
