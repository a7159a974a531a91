import { getSite } from '#lib/features/site/calls.ts';
import type { LayoutLoad } from './$types.js';

export const load: LayoutLoad = async ({ fetch }) => ({ site: await getSite(fetch) });
