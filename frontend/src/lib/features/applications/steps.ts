import { t } from '#lib/i18n/index.ts';
import { m } from '#lib/i18n/applications.ts';
import type { Form } from './engine/types.ts';

/** The steps that every flow has around those of its form. */
export const privacyStep = 'privacy';
export const summaryStep = 'summary';
export const confirmationStep = 'confirmation';

/** Addresses of pages are in Italian; steps that we do not know keep their own name. */
const slugs: Record<string, string> = {
	privacy: 'informativa',
	general: 'dati-generali',
	specific: 'dati-specifici',
	documents: 'documenti',
	summary: 'riepilogo',
	confirmation: 'conferma'
};

export type FlowStep = { id: string; title: string };

/** flowSteps lists what the stepper shows. */
export function flowSteps(form: Form): FlowStep[] {
	return [
		{ id: privacyStep, title: m.step_privacy() },
		...form.steps.map((s) => ({ id: s.id, title: t(s.title) })),
		{ id: summaryStep, title: m.step_summary() }
	];
}

/** stepOfSlug gives the step that an address names. */
export function stepOfSlug(slug: string): string {
	return Object.keys(slugs).find((id) => slugs[id] === slug) ?? slug;
}

/** stepHref is the address of a step of an application. */
export function stepHref(application: { id: string; service: { id: string } }, step: string): string {
	return `/servizi/${application.service.id}/richiesta/${application.id}/${slugs[step] ?? step}`;
}

/** resumeStep is where a draft goes on: after the notice, where it was left. */
export function resumeStep(application: { step: string; privacy_accepted_at?: string }, form: Form): string {
	if (!application.privacy_accepted_at) return privacyStep;
	const known = application.step === summaryStep || form.steps.some((s) => s.id === application.step);
	return known ? application.step : (form.steps[0]?.id ?? summaryStep);
}
