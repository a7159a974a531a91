import { redirect } from '@sveltejs/kit';
import type { PageLoad } from './$types.js';

/** A form sent without JavaScript brings the code in the query. */
export const load: PageLoad = ({ url }) => {
	const code = url.searchParams.get('codice')?.trim().toUpperCase().replaceAll(/\s/g, '');
	if (code) redirect(303, `/verifica/${encodeURIComponent(code)}`);
};
