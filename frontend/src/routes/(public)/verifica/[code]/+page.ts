import { api, data, request } from '#lib/api/client.ts';
import { ProblemError } from '#lib/api/problem.ts';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch, params }) => {
	const code = params.code;
	await loadTexts('documents');
	const ask = () => api(fetch).GET('/document-verifications/{code}', { params: { path: { code } } });
	try {
		return { code, verification: await request(ask()) };
	} catch (thrown) {
		if (thrown instanceof ProblemError && thrown.problem.status === 404) return { code, verification: null };
		return { code, verification: await data(Promise.reject(thrown)) };
	}
};
