/** Invented data for working on the site without the backend. */
import type {
	Application,
	ApplicationSummary,
	Job,
	Localized,
	Message,
	OfficeApplication,
	OfficeApplicationSummary,
	Provider,
	ServiceCategory,
	ServiceSheet,
	Status,
	Tenant
} from '../../lib/api/types.ts';

const both = (it: string, en: string): Localized => ({ it, en });

export const tenant: Tenant = {
	id: 'borgolago',
	name: 'Comune di Borgolago',
	region: 'Regione Esempio',
	description: both('Un Comune sul lago', 'A town by the lake'),
	host: 'localhost',
	contacts: {
		address: 'Piazza del Municipio 1, 00000 Borgolago (XX)',
		phone: '+39 000 000 0000',
		email: 'info@borgolago.example',
		pec: 'protocollo@pec.borgolago.example',
		tax_code: '00000000000'
	},
	languages: ['it', 'en'],
	demo: true,
	simulated: { identity: true, payments: true, mail: true }
};

export const providers: Provider[] = [
	{ id: 'spid', label: 'SPID', kind: 'spid', simulated: true },
	{ id: 'cie', label: 'CIE', kind: 'cie', simulated: true }
];

export const categories: ServiceCategory[] = [
	{
		id: 'anagrafe-e-stato-civile',
		title: both('Anagrafe e stato civile', 'Civil registry and status'),
		description: both('Residenza, certificati, nascita, matrimonio.', 'Residence, certificates, birth, marriage.'),
		services: 1
	},
	{
		id: 'educazione-e-formazione',
		title: both('Educazione e formazione', 'Education and training'),
		description: both(
			'Nidi e scuole: iscrizioni, mensa, trasporto.',
			'Nurseries and schools: enrolment, meals, transport.'
		),
		services: 1
	},
	{
		id: 'mobilita-e-trasporti',
		title: both('Mobilità e trasporti', 'Mobility and transport'),
		description: both('Sosta, ZTL, contrassegni, viabilità.', 'Parking, restricted zones, permits, roads.'),
		services: 1
	}
];

function sheet(
	id: string,
	title: Localized,
	summary: Localized,
	category: number,
	office: [string, Localized],
	days: number,
	silence: 'assent' | 'none',
	costs: ServiceSheet['costs'],
	topics: ServiceSheet['topics']
): ServiceSheet {
	const place = categories[category]!;
	return {
		id,
		title,
		summary,
		category: { id: place.id, title: place.title },
		status: 'active',
		online: true,
		open: true,
		audience: both(
			'Possono presentare la richiesta:\n\n- i cittadini residenti nel Comune\n- chi possiede o usa un veicolo per lavoro in zona',
			'You can apply if you are:\n\n- a resident of the municipality\n- someone who owns or uses a vehicle for work in the area'
		),
		description: both(
			'Il servizio permette di **presentare la richiesta online**, pagare quanto dovuto e seguirne lo stato dall’area personale.',
			'This service lets you **apply online**, pay what is due and follow the progress from your personal area.'
		),
		how_to: both(
			'1. Accedi con la tua identità digitale\n2. Compila i dati richiesti\n3. Controlla il riepilogo e invia',
			'1. Sign in with your digital identity\n2. Fill in the data\n3. Check the summary and send'
		),
		requirements: both(
			'Serve un’identità digitale SPID o CIE di livello 2.',
			'You need a level 2 SPID or CIE identity.'
		),
		needed: [
			both('SPID o Carta d’identità elettronica', 'SPID or electronic identity card'),
			both('I dati della carta di circolazione', 'The data on the vehicle registration document'),
			both(
				'Una copia del documento che attesta il motivo della richiesta',
				'A copy of the document that proves the reason'
			)
		],
		outcome: both('Un provvedimento firmato, scaricabile dall’area personale.', 'A signed decision you can download.'),
		deadlines: {
			days,
			unit: 'days',
			immediate: false,
			basis: both('art. 2, L. 241/1990', 'article 2, Law 241/1990'),
			silence,
			text: both(
				`La richiesta si conclude entro ${days} giorni dalla presentazione.`,
				`The request is completed within ${days} days from submission.`
			),
			phases: [
				{
					title: both('Presentazione', 'Submission'),
					text: both('Ricevi subito la ricevuta con il numero.', 'You get a receipt with a number at once.')
				},
				{
					title: both('Presa in carico', 'In charge'),
					text: both('L’ufficio controlla i dati e i documenti.', 'The office checks data and documents.')
				},
				{
					title: both('Esito', 'Outcome'),
					text: both(`Entro ${days} giorni ricevi il provvedimento.`, `Within ${days} days you get the decision.`)
				}
			]
		},
		costs,
		access: { label: both('Richiedi online', 'Apply online'), min_level: 2 },
		conditions: both(
			'Il servizio è regolato dalle norme comunali e dal codice dell’amministrazione digitale.',
			'The service follows the municipal rules and the digital administration code.'
		),
		office: {
			id: office[0],
			name: office[1],
			address: 'Piazza del Municipio 1, 00000 Borgolago (XX)',
			phone: '+39 000 000 0001',
			email: `${office[0]}@borgolago.example`,
			hours: both('Lunedì–venerdì 9–12; martedì 15–17', 'Monday–Friday 9–12; Tuesday 15–17')
		},
		topics,
		life_events: [],
		version: '1',
		updated_at: '2026-11-20T09:00:00Z',
		contacts: both('', ''),
		special_cases: both('', ''),
		constraints: both('', ''),
		after_outcome: both('', ''),
		audiences: ['citizen'],
		business_events: [],
		kind: 'permit',
		outcome_kind: 'permit',
		appointment: 'optional',
		limits: {},
		related: [],
		last_update: '2026-11-20'
	};
}

export const sheets: ServiceSheet[] = [
	sheet(
		'ztl-permit',
		both('Permesso di accesso alla ZTL', 'Restricted traffic zone permit'),
		both(
			'Richiedi il permesso per entrare con il tuo veicolo nella zona a traffico limitato.',
			'Apply for a permit to enter the restricted traffic zone with your vehicle.'
		),
		2,
		['mobility', both('Ufficio Mobilità', 'Mobility office')],
		30,
		'none',
		[
			{
				reason: both('Diritti di istruttoria, per zona e mese', 'Processing fee, per zone and month'),
				amount_cents: 1000
			},
			{ reason: both('Imposta di bollo', 'Stamp duty'), amount_cents: 1600 }
		],
		[
			{ id: 'ztl', title: both('ZTL', 'Restricted traffic zones') },
			{ id: 'mobilita-sostenibile', title: both('Mobilità sostenibile', 'Sustainable mobility') }
		]
	),
	sheet(
		'residence-transfer',
		both('Cambio di residenza', 'Change of residence'),
		both(
			'Dichiara il trasferimento della tua residenza nel Comune o un cambio di indirizzo.',
			'Declare that you moved to the municipality or changed address.'
		),
		0,
		['registry', both('Ufficio Anagrafe', 'Registry office')],
		45,
		'assent',
		[],
		[{ id: 'residenza', title: both('Residenza', 'Residence') }]
	),
	sheet(
		'nursery-enrolment',
		both('Iscrizione all’asilo nido', 'Nursery enrolment'),
		both(
			'Iscrivi tua figlia o tuo figlio a uno dei nidi comunali.',
			'Enrol your child in one of the municipal nurseries.'
		),
		1,
		['education', both('Ufficio Scuola', 'Education office')],
		60,
		'none',
		[
			{
				reason: both('Retta mensile', 'Monthly fee'),
				amount_cents: null,
				note: both('Secondo l’ISEE', 'Depends on ISEE')
			}
		],
		[{ id: 'istruzione', title: both('Istruzione', 'Education') }]
	)
];

const day = (offset: number, hour = 9) => {
	const date = new Date(Date.UTC(2026, 10, 24, hour));
	date.setUTCDate(date.getUTCDate() + offset);
	return date.toISOString();
};
const id = (n: number) => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;

const people = [
	['Anna', 'Esempio', 'SMPNNA80A41Z999W'],
	['Bruno', 'Prova', 'PRVBRN75B12Z999U'],
	['Carla', 'Finta', 'FNTCRL90C55Z999H'],
	['Dario', 'Inventato', 'NVNDRA68D20Z999X']
] as const;
const states: Status[] = [
	'registered',
	'in_progress',
	'integration_requested',
	'registered',
	'accepted',
	'in_progress',
	'rejected',
	'registered'
];

function summary(n: number): ApplicationSummary {
	const service = sheets[n % sheets.length]!;
	const status = states[n % states.length]!;
	return {
		id: id(n),
		number: `2026-${String(100 + n).padStart(6, '0')}`,
		service: { id: service.id, title: service.title },
		status,
		created_at: day(-n * 4 - 1),
		updated_at: day(-n),
		submitted_at: day(-n * 4),
		due_date: day(30 - n * 4).slice(0, 10),
		overdue: n * 4 > 30,
		unread_messages: n % 3 === 1 ? 1 : 0
	};
}

export const officeList: OfficeApplicationSummary[] = Array.from({ length: 9 }, (_, n) => {
	const [given, family, code] = people[n % people.length]!;
	return {
		...summary(n),
		applicant: { name: `${given} ${family}`, tax_code: code },
		...(n % 2 === 1 ? { assignee: { id: 'op-1', name: 'Operatore Mobilità' } } : {})
	};
});

export const messages: Message[] = [
	{
		id: id(900),
		application_id: id(1),
		from: 'system',
		subject: 'Richiesta presa in carico',
		body: 'La tua richiesta è stata presa in carico dall’ufficio.',
		sent_at: day(-3),
		attachments: []
	},
	{
		id: id(901),
		application_id: id(1),
		from: 'applicant',
		author: 'Bruno Prova',
		subject: 'Domanda',
		body: 'Buongiorno, quando sarà pronto il permesso?',
		sent_at: day(-2),
		attachments: []
	}
];

/** application gives the whole of a request of the office's list. */
export function officeApplication(applicationId: string): OfficeApplication | undefined {
	const row = officeList.find((a) => a.id === applicationId);
	if (!row) return undefined;
	const [given, family] = row.applicant.name.split(' ') as [string, string];
	const application: Application = {
		...row,
		version: 3,
		service_version: '1',
		step: 'summary',
		data: { vehicle: { plate: 'XX000XX', owner: 'applicant' }, zones: ['centro'], months: 3, reason: 'residence' },
		attachments: [
			{
				id: id(700),
				key: 'vehicle_document',
				file_name: 'carta-di-circolazione.pdf',
				content_type: 'application/pdf',
				size: 182_000,
				sha256: '0'.repeat(64),
				uploaded_at: day(-5)
			}
		],
		fees: [{ code: 'stamp', reason: both('Imposta di bollo', 'Stamp duty'), amount_cents: 1600, kind: 'stamp_duty' }],
		total_cents: 4600,
		declarations: ['truth'],
		registration: { number: '0000123/2026', date: day(-4) },
		office: { id: 'mobility', name: both('Ufficio Mobilità', 'Mobility office') },
		timeline: [
			{ id: 'a', kind: 'submitted', state: 'done', at: day(-4) },
			{ id: 'b', kind: 'registered', state: 'done', at: day(-4) },
			{ id: 'c', kind: 'assigned', state: row.assignee ? 'done' : 'current', ...(row.assignee ? { at: day(-3) } : {}) },
			{ id: 'd', kind: 'due', state: 'future', expected_at: row.due_date }
		],
		documents: [
			{
				id: id(800),
				kind: 'receipt',
				title: both('Ricevuta di presentazione', 'Receipt of submission'),
				number: '0000123/2026',
				created_at: day(-4),
				content_type: 'application/pdf',
				size: 48_000,
				verification_code: '7ZK3M-9QXW2-R8TFV-5HCJ1'
			}
		]
	};
	return {
		...application,
		applicant: {
			given_name: given,
			family_name: family,
			tax_code: row.applicant.tax_code,
			birth_date: '1980-01-01',
			birth_place: 'Borgolago',
			gender: 'F',
			email: `${given.toLowerCase()}@posta.example`,
			phone: '+39 000 111 2222',
			address: {
				street: 'Via del Lago',
				number: '12',
				postal_code: '00000',
				municipality: 'Borgolago',
				province: 'XX'
			},
			language: 'it'
		},
		assignee: row.assignee,
		form_version: '1',
		accesses: [{ at: day(-1), actor: 'Operatore Mobilità', action: 'application.read' }],
		allowed_actions: ['accepted', 'rejected', 'withdrawn', 'accepted_silence'].includes(row.status)
			? ['message']
			: row.assignee
				? ['release', 'message', 'request_integration', 'accept', 'reject']
				: ['assign', 'message']
	};
}

export const jobs: Job[] = [
	{
		id: '41',
		kind: 'notifications.send.v1',
		state: 'failed',
		attempt: 5,
		max_attempts: 5,
		last_error: 'smtp: connection refused',
		scheduled_at: day(0),
		created_at: day(-1)
	},
	{
		id: '42',
		kind: 'payments.open_position.v1',
		state: 'waiting',
		attempt: 2,
		max_attempts: 25,
		scheduled_at: day(0, 10),
		created_at: day(0)
	}
];
