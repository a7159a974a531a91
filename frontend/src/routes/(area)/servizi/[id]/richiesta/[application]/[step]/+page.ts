import { error, redirect } from '@sveltejs/kit';
import { confirmationStep, privacyStep, stepHref, stepOfSlug, summaryStep } from '#lib/features/applications/steps.ts';
import type Confirmation from '#lib/features/applications/Confirmation.svelte';
import type PrivacyStep from '#lib/features/applications/PrivacyStep.svelte';
import type SummaryStep from '#lib/features/applications/SummaryStep.svelte';
import type { PageLoad } from './$types.js';

type Screens = {
	Privacy?: typeof PrivacyStep;
	Summary?: typeof SummaryStep;
	Done?: typeof Confirmation;
};

/** The steps around the form come when they are reached: those of the form are the ones people stay on. */
const screens: Record<string, () => Promise<Screens>> = {
	[privacyStep]: async () => ({ Privacy: (await import('#lib/features/applications/PrivacyStep.svelte')).default }),
	[summaryStep]: async () => ({ Summary: (await import('#lib/features/applications/SummaryStep.svelte')).default }),
	[confirmationStep]: async () => ({ Done: (await import('#lib/features/applications/Confirmation.svelte')).default })
};

export const load: PageLoad = async ({ params, parent }) => {
	const { form } = await parent();
	const step = stepOfSlug(params.step);
	const known = [privacyStep, summaryStep, confirmationStep, ...form.steps.map((s) => s.id)];
	if (!known.includes(step)) error(404, 'No such step');
	const href = stepHref({ id: params.application, service: { id: params.id } }, step);
	if (!href.endsWith(`/${params.step}`)) redirect(308, href);
	return { step, ...(await screens[step]?.()) };
};
