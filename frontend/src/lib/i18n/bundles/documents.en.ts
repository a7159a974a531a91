import forms from '../en/forms.json' with { type: 'json' };
import documents from '../en/documents.json' with { type: 'json' };

export default { forms, documents };
