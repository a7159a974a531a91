/** The personal area and the desk of the citizens' requests as the API would answer, kept in memory. */
import type { Application, ApplicationSummary, Message, Payment, Profile, Schema } from '../../lib/api/types.ts';
import { Refusal, type Call, type Route } from './call.ts';
import * as data from './fixtures.ts';
import { longForm } from './form-fixtures.ts';

const both = (it: string, en: string) => ({ it, en });

const profile: Profile = {
	given_name: 'Anna',
	family_name: 'Esempio',
	tax_code: 'SMPNNA80A41Z999W',
	birth_date: '1980-01-01',
	birth_place: 'Borgolago',
	gender: 'F',
	email: 'anna@posta.example',
	phone: '+39 000 111 2222',
	address: { street: 'Via del Lago', number: '12', postal_code: '00000', municipality: 'Borgolago', province: 'XX' },
	language: 'it',
	sources: { given_name: 'spid', family_name: 'spid', tax_code: 'spid', email: 'self' }
};

const draft: ApplicationSummary = { ...data.officeList[0]!, id: 'draft', number: '', status: 'draft' };
const applications: ApplicationSummary[] = [draft, ...data.officeList];

const payments: Payment[] = (['open', 'paid', 'failed'] as const).map((status, i) => ({
	id: `payment-${i + 1}`,
	application_id: data.officeList[i]!.id,
	amount_cents: 2600 + i * 1000,
	due_date: '2026-12-31',
	iuv: `9900000000000010${i}`,
	notice_number: `39900000000000010${i}`,
	reason: both('Permesso di accesso alla ZTL', 'Restricted traffic zone permit'),
	status,
	...(status === 'paid' ? { paid_at: '2026-11-20T09:00:00Z', psp: 'Banca di prova', receipt_id: 'R-1' } : {})
}));

const wanted = (query: URLSearchParams, status: string) =>
	!query.get('status') || query.get('status')!.split(',').includes(status);

function listApplications({ query }: Call) {
	const text = (query.get('q') ?? '').toLowerCase();
	return {
		items: applications
			.filter((a) => wanted(query, a.status) && `${a.number} ${a.service.title.it}`.toLowerCase().includes(text))
			.slice(0, Number(query.get('limit') ?? 20))
	};
}

/** The request as its author sees it: what only the office knows stays out. */
function application({ params }: Call): Application {
	const row = params[0] === 'draft' ? data.officeList[0]!.id : (params[0] ?? '');
	const found = data.officeApplication(row);
	if (!found) throw new Refusal(404, 'application-not-found');
	const { applicant: _, accesses: __, allowed_actions: ___, ...shown } = found;
	if (params[0] !== 'draft') return shown;
	return {
		...shown,
		...draft,
		step: '',
		data: {},
		attachments: [],
		declarations: [],
		timeline: [],
		documents: []
	};
}

const messages = (): { items: Message[] } => ({ items: data.messages });

const thread: Schema<'AssistanceThread'> = {
	number: 'A-2026-000123',
	category: 'mobilita-e-trasporti',
	status: 'answered',
	created_at: '2026-11-18T09:00:00Z',
	messages: [
		{ id: 'am-1', from: 'citizen', body: 'Come rinnovo il permesso?', sent_at: '2026-11-18T09:00:00Z' },
		{ id: 'am-2', from: 'office', body: 'Dalla scheda del servizio, anche online.', sent_at: '2026-11-19T10:00:00Z' }
	]
};
const asked: Schema<'OfficeAssistance'> = {
	...thread,
	id: 'assistance-1',
	name: 'Bruno Prova',
	email: 'bruno@posta.example',
	language: 'it',
	status: 'submitted',
	updated_at: thread.created_at,
	messages: thread.messages.slice(0, 1)
};

const statistics: Schema<'RatingStatistics'> = {
	scope: 'page',
	average: 4.2,
	ratings: 27,
	stars: [1, 1, 3, 9, 13],
	answers: {},
	pages: []
};

export const areaRoutes: Route[] = [
	['GET', /^\/me\/applications$/, listApplications],
	['GET', /^\/me\/messages$/, messages],
	['GET', /^\/me\/payments$/, () => ({ items: payments })],
	['GET', /^\/me\/profile$/, () => profile],
	['PATCH', /^\/me\/profile$/, ({ body }) => Object.assign(profile, body)],
	['GET', /^\/applications\/(?!sample)([^/]+)$/, application],
	['GET', /^\/applications\/(?!sample)([^/]+)\/messages$/, messages],
	['PATCH', /^\/applications\/(?!sample)([^/]+)$/, (call) => ({ ...application(call), ...call.body })],
	['GET', /^\/services\/(?!sample-)([^/]+)\/form$/, ({ params }) => ({ ...longForm, service_id: params[0] ?? '' })],
	[
		'GET',
		/^\/payments\/([^/]+)$/,
		({ params }) => {
			const found = payments.find((one) => one.id === params[0]);
			if (!found) throw new Refusal(404, 'payment-not-found');
			return found;
		}
	],
	['GET', /^\/assistance-requests\/([^/]+)$/, () => thread],
	['GET', /^\/office\/assistance-requests$/, () => ({ items: [asked] })],
	['GET', /^\/office\/assistance-requests\/([^/]+)$/, () => asked],
	['GET', /^\/rating-statistics$/, () => statistics],
	['GET', /^\/office\/rating-comments$/, () => ({ items: [] })],
	[
		'GET',
		/^\/office\/search\/synonyms$/,
		() => ({
			groups: [
				['carta', 'documento'],
				['tari', 'rifiuti']
			]
		})
	]
];
