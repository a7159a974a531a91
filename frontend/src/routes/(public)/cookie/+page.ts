import { loadFixed } from '#lib/features/site/fixed.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => ({ content: await loadFixed(fetch, '/cookie') });
