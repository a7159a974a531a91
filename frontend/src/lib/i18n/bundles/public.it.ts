import common from '../it/common.json' with { type: 'json' };
import content from '../it/content.json' with { type: 'json' };
import search from '../it/search.json' with { type: 'json' };
import site from '../it/site.json' with { type: 'json' };

export default { common, content, search, site };
