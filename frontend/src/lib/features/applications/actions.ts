import { m } from '#lib/i18n/applications.ts';
import type { Application, ApplicationSummary } from './types.ts';

export type Action = { label: string; href: string };

/** nextAction is what the office waits for from the applicant, if anything, or the way to start again. */
export function nextAction(application: ApplicationSummary | Application): Action | undefined {
	const detail = `/area-personale/pratiche/${application.id}`;
	switch (application.action_required) {
		case 'resume':
			return { label: m.action_resume(), href: `/servizi/${application.service.id}/richiesta` };
		case 'pay': {
			const payment = 'payment' in application ? application.payment : undefined;
			return {
				label: m.action_pay(),
				href: payment ? `/area-personale/pagamenti/${payment.id}` : `${detail}#pagamenti`
			};
		}
		case 'integrate':
			return { label: m.action_integrate(), href: `${detail}#integrazione` };
		default:
			return application.status === 'expired'
				? { label: m.action_restart(), href: `/servizi/${application.service.id}/richiesta` }
				: undefined;
	}
}

/** sentence says in plain words where the application stands. A number is given to what was sent: without one it is a draft. */
export function sentence(application: ApplicationSummary | Application): string {
	if (application.status === 'expired' && application.number) return m.sentence_expired_unpaid();
	return m[`sentence_${application.status}`]();
}

/** conversational tells whether the office can be written to about the application. */
export function conversational(application: Application): boolean {
	return ['submitted', 'registered', 'in_progress', 'integration_requested'].includes(application.status);
}

/** withdrawable tells whether the applicant may still give up. */
export function withdrawable(application: Application): boolean {
	return application.status === 'awaiting_payment' || conversational(application);
}

/** The filters of the list and the states that each stands for. */
export const filters = {
	tutte: '',
	bozze: 'draft',
	'da-completare': 'draft,awaiting_payment,integration_requested',
	inviate: 'submitted,registered',
	'in-lavorazione': 'in_progress',
	accolte: 'accepted,accepted_silence',
	'non-accolte': 'rejected',
	chiuse: 'withdrawn,expired'
} as const;

export type Filter = keyof typeof filters;

/** toFilter reads a filter out of the address. */
export function toFilter(value: string | null): Filter {
	return value !== null && value in filters ? (value as Filter) : 'tutte';
}

/** filterLabel names a filter. */
export function filterLabel(filter: Filter): string {
	return {
		tutte: m.filter_all,
		bozze: m.filter_draft,
		'da-completare': m.filter_todo,
		inviate: m.filter_sent,
		'in-lavorazione': m.filter_progress,
		accolte: m.filter_accepted,
		'non-accolte': m.filter_rejected,
		chiuse: m.filter_closed
	}[filter]();
}
