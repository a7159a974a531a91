import { error, redirect } from '@sveltejs/kit';
import { confirmationStep, privacyStep, stepHref, stepOfSlug, summaryStep } from '#lib/features/applications/steps.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ params, parent }) => {
	const { form } = await parent();
	const step = stepOfSlug(params.step);
	const known = [privacyStep, summaryStep, confirmationStep, ...form.steps.map((s) => s.id)];
	if (!known.includes(step)) error(404, 'No such step');
	const href = stepHref({ id: params.application, service: { id: params.id } }, step);
	if (!href.endsWith(`/${params.step}`)) redirect(308, href);
	return { step };
};
