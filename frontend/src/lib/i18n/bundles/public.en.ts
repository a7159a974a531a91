import common from '../en/common.json' with { type: 'json' };
import errors from '../en/errors.json' with { type: 'json' };
import site from '../en/site.json' with { type: 'json' };
import content from '../en/content.json' with { type: 'json' };
import page from '../en/page.json' with { type: 'json' };
import search from '../en/search.json' with { type: 'json' };
import feedback from '../en/feedback.json' with { type: 'json' };
import documents from '../en/documents.json' with { type: 'json' };
import identity from '../en/identity.json' with { type: 'json' };

export default { common, errors, site, content, page, search, feedback, documents, identity };
