import documents from '../it/documents.json' with { type: 'json' };

export default { documents };
