import { safePath } from '#lib/pure/paths.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = ({ url }) => ({ returnTo: safePath(url.searchParams.get('return_to'), '/ufficio') });
