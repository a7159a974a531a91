import { getTopic } from '#lib/features/site/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, params }) => ({ topic: await getTopic(fetch, params.code) });
