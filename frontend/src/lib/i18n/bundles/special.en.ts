import special from '../en/special.json' with { type: 'json' };

export default { special };
