import documents from '../en/documents.json' with { type: 'json' };

export default { documents };
