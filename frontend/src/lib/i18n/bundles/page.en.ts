import page from '../en/page.json' with { type: 'json' };

export default { page };
