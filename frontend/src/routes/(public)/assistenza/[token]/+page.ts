import { readThread } from '#lib/features/feedback/office.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

/** The address is a secret: only the browser of who has it asks for what is behind. */
export const ssr = false;

export const load: PageLoad = async ({ fetch, params }) => {
	const [thread] = await Promise.all([readThread(fetch, params.token), loadTexts('area')]);
	return { thread, token: params.token };
};
