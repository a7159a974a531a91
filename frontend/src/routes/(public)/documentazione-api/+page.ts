import { browser } from '$app/env';
import type { Description } from '#lib/features/developers/description.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

const address = '/api/v1/openapi.json';

/** The description is large: the browser asks for it, beside the page. */
export const load: PageLoad = async ({ fetch }) => {
	await loadTexts('developers');
	return { address, description: browser ? describe(fetch) : undefined };
};

function describe(fetch: typeof globalThis.fetch): Promise<Description> {
	const asked = fetch(address).then(async (answer) => {
		if (!answer.ok) throw new Error(`openapi ${answer.status}`);
		return (await answer.json()) as Description;
	});
	asked.catch(() => undefined); // the page says so
	return asked;
}
