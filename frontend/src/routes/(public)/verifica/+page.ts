import { redirect } from '@sveltejs/kit';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

/** A form sent without JavaScript brings the code in the query. */
export const load: PageLoad = ({ url }) => {
	const code = url.searchParams.get('codice')?.trim().toUpperCase().replaceAll(/\s/g, '');
	if (code) redirect(303, `/verifica/${encodeURIComponent(code)}`);
	return loadTexts('documents');
};
