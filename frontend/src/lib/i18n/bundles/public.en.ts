import common from '../en/common.json' with { type: 'json' };
import content from '../en/content.json' with { type: 'json' };
import search from '../en/search.json' with { type: 'json' };
import site from '../en/site.json' with { type: 'json' };

export default { common, content, search, site };
