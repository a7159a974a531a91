import page from '../it/page.json' with { type: 'json' };

export default { page };
