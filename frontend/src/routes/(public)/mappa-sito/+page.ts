import { getMap } from '#lib/features/site/calls.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => ({ map: await getMap(fetch) });
