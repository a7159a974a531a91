import common from '../it/common.json' with { type: 'json' };
import errors from '../it/errors.json' with { type: 'json' };
import site from '../it/site.json' with { type: 'json' };
import content from '../it/content.json' with { type: 'json' };
import page from '../it/page.json' with { type: 'json' };
import search from '../it/search.json' with { type: 'json' };
import feedback from '../it/feedback.json' with { type: 'json' };
import documents from '../it/documents.json' with { type: 'json' };
import identity from '../it/identity.json' with { type: 'json' };

export default { common, errors, site, content, page, search, feedback, documents, identity };
