import forms from '../it/forms.json' with { type: 'json' };
import documents from '../it/documents.json' with { type: 'json' };

export default { forms, documents };
