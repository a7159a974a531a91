import { getTopics } from '#lib/features/site/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => ({ topics: await getTopics(fetch) });
