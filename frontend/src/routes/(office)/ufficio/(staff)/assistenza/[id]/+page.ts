import { readAssistance } from '#lib/features/feedback/office.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, params }) => ({ request: await readAssistance(fetch, params.id) });
