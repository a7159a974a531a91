/** Whole invented contents, one of each type with every section filled. */
import type { Content, ContentCard, ContentRelated, Localized, Media, Term } from '../../lib/features/content/types.ts';
import { categories, contents, day } from './site-fixtures.ts';

const both = (it: string, en: string): Localized => ({ it, en });
const rich = (it: string, en: string): Localized => both(`<p>${it}</p>`, `<p>${en}</p>`);
const term = (code: string, it: string, en = it): Term => ({ code, label: both(it, en) });
const date = (offset: number) => day(offset).slice(0, 10);

const file = (id: string, title: string, name: string, mime: string, size: number): Media => ({
	id,
	kind: 'document',
	title: { it: title },
	alt: {},
	mime,
	size,
	file_name: name,
	url: `/media/${id}/${name}`,
	accessible: true,
	renditions: []
});
const pdf = (id: string, title: string, size = 182_000) => file(id, title, `${id}.pdf`, 'application/pdf', size);

const of = (type: string, at = 0): ContentCard => {
	const found = contents.filter((c) => c.type === type)[at];
	if (!found) throw new Error(`no made-up ${type} number ${at}`);
	return found;
};

const contact: ContentCard = {
	...of('faq'),
	id: 'cp-1',
	type: 'contact_point',
	path: '',
	title: both('Sportello', 'Desk'),
	extra: {},
	data: {
		items: [
			{
				type: term('telefono', 'Telefono', 'Telephone'),
				value: '+390000000100',
				description: both('mattina', 'mornings')
			},
			{ type: term('email', 'Email', 'E-mail'), value: 'sportello@borgolago.example' },
			{ type: term('pec', 'PEC', 'Certified e-mail'), value: 'sportello@pec.borgolago.example' },
			{ type: term('url', 'URL', 'Web address'), value: 'https://sportello.borgolago.example' }
		]
	}
};

const address = {
	street: 'Piazza del Municipio 1',
	postal_code: '00000',
	city: 'Borgolago',
	province: 'XX',
	district: 'Centro',
	geo: { lat: 45.50012, lon: 9.90034 }
};
const hours = {
	text: rich('Aperto tutto l’anno, tranne i giorni festivi.', 'Open all year, except on holidays.'),
	slots: [
		{ weekday: 1, from: '09:00', to: '12:30' },
		{ weekday: 3, from: '14:00', to: '17:30', by_appointment: true }
	],
	exceptions: [{ date: date(20), closed: true, note: both('festa del patrono', 'patron saint’s day') }]
};
const seat: ContentCard = { ...of('place'), data: { address, opening_hours: hours, contact_points: [contact] } };
const unitOf = (at: number): ContentCard => ({
	...of('organizational_unit', at),
	data: { main_place: seat, contact_points: [contact], opening_hours: { text: hours.text } }
});
const office = unitOf(5);
const prices = [
	{ title: both('Intero', 'Full price'), price: 800, description: both('dai 18 anni', 'from 18 years') },
	{ title: both('Bambini', 'Children'), price: 0 },
	{ title: both('Gruppi', 'Groups'), price_text: both('su richiesta', 'on request') }
];

interface More {
	data: Record<string, unknown>;
	inverse?: Record<string, ContentCard[]>;
	extra?: ContentCard['extra'];
	kind?: Term;
}

const crumbs: Record<string, [string, string]> = {
	'/servizi': ['Servizi', 'Services'],
	'/amministrazione': ['Amministrazione', 'Administration'],
	'/amministrazione/uffici': ['Uffici', 'Offices'],
	'/amministrazione/politici': ['Politici', 'Politicians'],
	'/amministrazione/documenti-e-dati': ['Documenti e dati', 'Documents and data'],
	'/novita': ['Novità', 'News'],
	'/novita/notizie': ['Notizie', 'News items'],
	'/vivere-il-comune': ['Vivere il Comune', 'Living in the town'],
	'/vivere-il-comune/eventi': ['Eventi', 'Events'],
	'/vivere-il-comune/luoghi': ['Luoghi', 'Places'],
	'/albo-pretorio': ['Albo pretorio', 'Official notice board'],
	'/attuazione-misure-pnrr': ['Attuazione misure PNRR', 'PNRR measures'],
	'/amministrazione-trasparente': ['Amministrazione trasparente', 'Transparent administration'],
	...Object.fromEntries(categories.map(([code, it, en]) => [`/servizi/${code}`, [it, en]]))
};

function breadcrumb(path: string): Content['breadcrumb'] {
	const parts = path.split('/').slice(1, -1);
	const steps = parts.flatMap((_, i) => {
		const at = `/${parts.slice(0, i + 1).join('/')}`;
		const title = crumbs[at];
		return title ? [{ title: both(...title), path: at }] : [];
	});
	return [{ title: both('Home', 'Home'), path: '/' }, ...steps];
}

function page(card: ContentCard, { data, inverse = {}, extra, kind }: More): Content {
	return {
		...card,
		...(kind ? { kind, kinds: [kind] } : {}),
		extra: { ...card.extra, ...extra },
		data: { title: card.title, short_description: card.short_description, topics: card.topics, ...data },
		groups: [],
		breadcrumb: breadcrumb(card.path),
		inverse,
		languages: ['it', 'en'],
		canonical_path: card.path
	};
}

const service = page(of('service', 4), {
	inverse: { faqs: contents.filter((c) => c.type === 'faq').slice(0, 2), news: [of('news', 2)] },
	data: {
		alternative_title: both('Permesso ZTL', 'ZTL permit'),
		service_status: 'active',
		audience_text: rich(
			'A chi abita o lavora nella zona a traffico limitato.',
			'For those who live or work in the zone.'
		),
		who_can_apply: rich(
			'Chi è intestatario del veicolo, o una persona delegata.',
			'The owner of the vehicle, or a delegate.'
		),
		extended_description: rich(
			'Il permesso vale per un veicolo e per due anni.',
			'The permit is for one vehicle and two years.'
		),
		geographic_coverage: rich('Centro storico di Borgolago.', 'The old town of Borgolago.'),
		how_to: rich('Compila la richiesta online e paga i diritti con pagoPA.', 'Fill in the request online and pay.'),
		needed_intro: rich('Per fare richiesta servono:', 'To apply you need:'),
		needed_items: [both('la targa del veicolo', 'the number plate'), both('una marca da bollo', 'a revenue stamp')],
		output_text: rich('Il permesso di accesso, in formato digitale.', 'The permit, as a digital document.'),
		times_text: rich('L’ufficio risponde entro trenta giorni.', 'The office answers within thirty days.'),
		max_days: 30,
		max_days_unit: 'days',
		silence_effect: 'assent',
		phases: [
			{ title: both('Apertura delle richieste', 'Requests open'), date: date(-20), order: 1 },
			{
				title: both('Risposta', 'Answer'),
				days: 30,
				days_unit: 'days',
				order: 2,
				description: both('salvo integrazioni', 'unless something is missing')
			}
		],
		costs: rich('Diritti di segreteria 16,00 euro.', 'Fees 16.00 euros.'),
		cost_items: [
			{ label: both('Marca da bollo', 'Revenue stamp'), amount: 1600, stamp_duty: true },
			{ label: both('Duplicato', 'Duplicate') }
		],
		special_cases: rich('I veicoli elettrici non pagano.', 'Electric vehicles pay nothing.'),
		outcome_procedure: rich('L’esito arriva in area personale.', 'The outcome arrives in the personal area.'),
		digital_channel: [
			{
				label: both('Richiedi il permesso', 'Apply for the permit'),
				service_definition_id: 'ztl-permit',
				intro: rich('Si accede con SPID o CIE.', 'Sign in with SPID or CIE.')
			}
		],
		physical_channel_text: both('Oppure vai allo sportello:', 'Or go to the desk:'),
		physical_channel_units: [office],
		booking_enabled: true,
		constraints: rich('Un solo permesso per nucleo familiare.', 'One permit for each family.'),
		further_info: rich('I varchi sono accesi dalle 8 alle 20.', 'The gates are on from 8 to 20.'),
		documents: [of('public_document')],
		forms: [of('form_document')],
		external_links: [{ label: both('Mappa dei varchi', 'Map of the gates'), url: 'https://varchi.borgolago.example' }],
		terms_file: pdf('condizioni-ztl', 'Condizioni di servizio'),
		responsible_unit: unitOf(6),
		area_unit: unitOf(4),
		contact_points: [contact],
		related_services: [{ service: of('service', 6), kind: 'requires' }],
		procedure: {
			start_mode: both('Su richiesta', 'On request'),
			average_days: 12,
			silence_assent: true,
			responsible_person: of('public_person', 4),
			remedies: rich('Ricorso al TAR entro sessanta giorni.', 'Appeal to the court within sixty days.')
		}
	}
});

const news = page(of('news'), {
	data: {
		published_on: date(0),
		reading_minutes: 2,
		body: {
			it: '<p>Da lunedì la biblioteca resta aperta <strong>fino alle 22</strong>.</p><h3>Che cosa cambia</h3><ul><li>Sala studio aperta la sera</li><li>Prestito automatico</li></ul><blockquote>Un posto per tutti.</blockquote>',
			en: '<p>From Monday the library stays open <strong>until 10 pm</strong>.</p>'
		},
		gallery: [of('place').image, of('place', 1).image],
		documents: [of('public_document', 2)],
		attachments: [pdf('orari', 'Orari della biblioteca', 98_000)],
		datasets: [of('dataset')],
		authored_by: [office],
		people: [of('public_person', 2)],
		places: [of('place')]
	}
});

const unit = page(of('organizational_unit', 5), {
	extra: { address },
	inverse: {
		services: contents.filter((c) => c.type === 'service').slice(0, 12),
		sub_units: [of('organizational_unit', 8)],
		documents: [of('public_document')]
	},
	data: {
		competences: rich(
			'Tiene i registri della popolazione e rilascia i certificati.',
			'Keeps the registers and issues certificates.'
		),
		parent_unit: of('organizational_unit', 3),
		responsible_people: [of('public_person', 4)],
		reference_councillor: of('public_person', 1),
		people: [of('public_person', 4), of('public_person', 5)],
		main_place: seat,
		other_places: [of('place', 1)],
		opening_hours: hours,
		contact_points: [contact],
		appointments: { enabled: true },
		further_info: rich('Il mercoledì si riceve su appuntamento.', 'On Wednesdays by appointment.')
	}
});

const role: ContentCard = {
	...of('faq', 1),
	id: 'role-1',
	type: 'role_assignment',
	path: '',
	title: both('Assessora alla scuola', 'Councillor for schools'),
	kind: term('politico', 'Politico', 'Political'),
	extra: {},
	data: {
		unit: of('organizational_unit'),
		start_date: date(-400),
		installation_date: date(-390),
		compensation: rich('Indennità di legge.', 'As the law provides.')
	}
};

const person = page(of('public_person', 2), {
	data: {
		given_name: 'Carla',
		family_name: 'Finta',
		person_kind: 'politici',
		roles: [role],
		units: [of('organizational_unit')],
		responsible_for: [of('organizational_unit', 7)],
		competences: rich('Scuola, nidi e formazione.', 'Schools, nurseries and training.'),
		delegations: rich('Edilizia scolastica.', 'School buildings.'),
		biography: rich('Insegnante, nata in un posto inventato.', 'A teacher, born in an invented place.'),
		contact_points: [contact],
		cv: pdf('cv', 'Curriculum vitae'),
		asset_statement: {
			text: rich('Dichiarazione depositata.', 'Statement filed.'),
			files: [pdf('patrimonio', 'Situazione patrimoniale')]
		},
		income_statements: [
			{ year: 2025, file: pdf('redditi-2025', 'Redditi 2025') },
			{ year: 2024, file: pdf('redditi-2024', 'Redditi 2024') }
		],
		election_expenses: [pdf('spese', 'Spese elettorali')],
		asset_changes: [{ year: 2025, file: pdf('variazioni', 'Variazioni 2025') }],
		compensation: [{ year: 2025, amount: 1_250_000 }],
		declarations: [pdf('inconferibilita', 'Insussistenza di inconferibilità')],
		further_info: rich('Riceve il giovedì.', 'Receives on Thursdays.')
	}
});

const place = page(of('place'), {
	extra: { address },
	inverse: { events: [of('event', 4)], seat_of: [of('organizational_unit', 5)] },
	data: {
		alternative_name: both('La Vecchia Filanda', 'The Old Mill'),
		description: rich(
			'Una filanda dell’Ottocento, oggi biblioteca.',
			'A mill of the nineteenth century, now a library.'
		),
		elements_of_interest: rich('La ruota ad acqua.', 'The water wheel.'),
		linked_places: [of('place', 2)],
		gallery: [of('place', 3).image, of('place', 4).image],
		services: [of('service', 14)],
		access: rich('Rampa e ascensore; fermata dell’autobus davanti.', 'Ramp and lift; bus stop at the door.'),
		prices,
		address,
		opening_hours: hours,
		contact_points: [contact],
		responsible_unit: unitOf(7),
		bookable: { service_id: of('service', 15) },
		further_info: rich('Si può mangiare in cortile.', 'One may eat in the yard.')
	}
});

const event = page(of('event', 3), {
	inverse: { sub_events: [of('event', 4), of('event', 5)] },
	data: {
		subtitle: both('Dieci chilometri lungo il lago', 'Ten kilometres along the lake'),
		event_status: 'scheduled',
		description: rich('Una corsa aperta a tutti, con ristoro finale.', 'A race for everybody, with food at the end.'),
		people: [of('public_person')],
		gallery: [of('place', 4).image],
		audience_text: rich('Chi ha compiuto 16 anni.', 'Those who are 16 or older.'),
		place: seat,
		start_at: day(10, 8),
		end_at: day(11, 16),
		recurrence: both('Partenza ogni ora', 'A start every hour'),
		prices: { items: prices },
		registration_url: 'https://corsa.borgolago.example',
		attachments: [pdf('regolamento', 'Regolamento della corsa')],
		contact_points: [contact],
		organizers: [unitOf(7)],
		supported_by: [unitOf(8)],
		patronage: [{ name: 'Provincia Inventata', url: 'https://provincia.example' }],
		sponsors: [{ name: 'Panificio Finto' }],
		further_info: rich('In caso di pioggia si corre lo stesso.', 'Also if it rains.')
	}
});

const documentData = {
	protocol_number: '0001234/2026',
	protocol_date: date(-9),
	description: rich('Il testo coordinato del regolamento.', 'The text of the regulation.'),
	files: [
		{ media: pdf('allegato', 'Allegato A') },
		{
			media: file('testo', 'Testo', 'testo.odt', 'application/vnd.oasis.opendocument.text', 45_000),
			label: both('Testo del regolamento', 'Text'),
			main: true
		}
	],
	responsible_units: [office],
	authors: [of('public_person')],
	formats: ['PDF', 'ODT'],
	licence: term('A21', 'CC BY 4.0'),
	services: [of('service', 4)],
	start_date: date(-8),
	timeline: [{ date: date(-2), title: both('Adozione', 'Adoption') }],
	end_date: date(300),
	datasets: [of('dataset')],
	linked_documents: [of('public_document', 3)],
	legal_references: rich('Decreto legislativo 18 agosto 2000, n. 267.', 'Legislative decree 267/2000.'),
	further_info: rich('Sostituisce il testo precedente.', 'It replaces the former text.')
};
const publicDocument = page(of('public_document', 2), { data: documentData });
const formDocument = page(of('form_document'), {
	data: { ...documentData, online_service: of('service', 4), form_files: [pdf('modulo', 'Modulo di richiesta')] }
});

const dataset = page(of('dataset'), {
	kind: term('GOVE', 'Governo e settore pubblico', 'Government and public sector'),
	data: {
		identifier: 'c_z999:popolazione',
		themes: [term('GOVE', 'Governo e settore pubblico', 'Government and public sector')],
		description: rich('Residenti per anno e quartiere.', 'Residents by year and district.'),
		distributions: [
			{
				title: both('Popolazione', 'Population'),
				format: 'CSV',
				file: file('popolazione', 'Popolazione', 'popolazione.csv', 'text/csv', 12_000)
			},
			{
				title: both('Servizio API', 'API'),
				format: 'JSON',
				access_url: '/api/v1/contents',
				download_url: '/api/v1/contents?type=dataset',
				size: 9000
			}
		],
		licence: term('A21', 'CC BY 4.0'),
		rights_holder: office,
		contact_point: contact,
		modified_on: date(-3),
		update_frequency: term('ANNUAL', 'Annuale', 'Yearly'),
		temporal: { from: '2020-01-01', to: '2025-12-31' },
		documentation: [{ label: both('Nota metodologica', 'Notes'), url: '/note' }],
		further_info: rich('Dati della rilevazione di dicembre.', 'Data of December.')
	}
});

const call = page(of('call'), {
	inverse: {},
	data: {
		body: rich('Concorso per un posto di istruttore tecnico.', 'One post of technician.'),
		cup: ['X00X00000000000'],
		positions: 1,
		contract_type: both('Tempo pieno e indeterminato', 'Full time, permanent'),
		recipients: [term('cittadini', 'Cittadini', 'Citizens')],
		recipients_text: rich('Chi ha un diploma tecnico.', 'Those with a technical diploma.'),
		opens_at: day(-10),
		questions_until: day(5),
		closes_at: day(20),
		how_to: rich('La domanda si invia online.', 'Apply online.'),
		service: of('service', 0),
		inpa_url: 'https://inpa.example/bando',
		attachments: [
			{ section: 'call', media: pdf('bando', 'Bando di concorso'), published_at: date(-10) },
			{ section: 'corrections', media: pdf('rettifica', 'Rettifica'), published_at: date(-3) },
			{ section: 'forms', document: of('form_document') }
		],
		update_notes: [
			{ date: date(-3), text: rich('Corretto l’articolo 4.', 'Article 4 corrected.') },
			{ date: date(-1), text: rich('Aggiunta una risposta.', 'An answer added.') }
		],
		rankings: [],
		responsible_unit: office,
		responsible_person: of('public_person', 4),
		contact_points: [contact],
		legal_references: rich('Decreto legislativo 165/2001.', 'Legislative decree 165/2001.')
	}
});

const ranking = page(
	{
		...of('public_document', 4),
		id: 'ranking-1',
		type: 'ranking_publication',
		slug: 'graduatoria-nido',
		path: '/amministrazione/documenti-e-dati/graduatorie/graduatoria-nido',
		title: both('Graduatoria dell’asilo nido', 'Nursery ranking'),
		kind: undefined,
		kinds: [],
		extra: {}
	},
	{
		data: {
			kind: 'provisional',
			published_on: date(-2),
			appeals_until: date(13),
			valid_until: date(300),
			description: rich('Le domande sono indicate con il numero di protocollo.', 'Requests are named by their number.'),
			service: of('service', 7),
			files: [pdf('ammessi', 'Ammessi'), pdf('attesa', 'Lista d’attesa')],
			next_steps: [{ date: date(20), title: both('Graduatoria definitiva', 'Final ranking') }]
		}
	}
);

const project = page(of('pnrr_project'), {
	data: {
		mission: both('Missione 1 – Digitalizzazione', 'Mission 1 – Digitalisation'),
		component: both('M1C1', 'M1C1'),
		investment: both('1.4.1 Esperienza del cittadino', '1.4.1 Citizen experience'),
		cup: 'X00X00000000000',
		description: rich('Nuovo sito e servizi online.', 'New website and online services.'),
		goals: rich('Servizi più semplici.', 'Simpler services.'),
		implementing_body: both('Comune di Borgolago', 'Municipality of Borgolago'),
		holder: both('Dipartimento inventato', 'Invented department'),
		access_mode: rich('Avviso pubblico.', 'Public call.'),
		amount_total: 15_500_000,
		amount_pnrr: 15_500_000,
		start_date: date(-300),
		end_date: date(100),
		progress: { status: 'in_progress', percent: 60, text: rich('Sito pubblicato.', 'Website published.') },
		milestones: [{ date: date(-30), title: both('Collaudo', 'Test'), reached: true }],
		acts: [of('public_document')],
		attachments: [pdf('decreto', 'Decreto di finanziamento')],
		unit: office,
		contact_points: [contact]
	}
});

const transparency = page(of('transparency_item'), {
	data: {
		reference_year: 2026,
		body: rich('Piano triennale.', 'Three-year plan.'),
		legal_reference: both('Art. 10, d.lgs. 33/2013', 'Art. 10, d.lgs. 33/2013'),
		files: [pdf('piano', 'Piano triennale')],
		links: [{ label: both('Autorità', 'Authority'), url: 'https://autorita.example' }],
		contents: [of('public_document')],
		table_data: {
			caption: both('Pagamenti', 'Payments'),
			columns: [both('Mese', 'Month'), both('Importo', 'Amount')],
			rows: [{ cells: ['Gennaio', '1.200,00'] }, { cells: ['Febbraio; marzo', '900,00'] }]
		}
	}
});

const board = page(of('notice_board_entry'), {
	data: {
		subject: both('Deliberazione di Giunta n. 40', 'Decision no. 40'),
		register_number: '120/2026',
		published_from: date(0),
		published_to: date(15),
		requesting_body: both('Comune di Borgolago', 'Municipality of Borgolago'),
		act_number: '40',
		act_date: date(-1),
		unit: office,
		omissis: true,
		files: [{ ...pdf('delibera', 'Deliberazione'), accessible: false }],
		certificate: pdf('referto', 'Referto')
	}
});

const generic = page(
	{
		...of('news', 3),
		id: 'page-1',
		type: 'page',
		slug: 'protezione-civile',
		path: '/protezione-civile',
		title: both('Protezione civile', 'Civil protection'),
		short_description: both('Che cosa fare nelle emergenze.', 'What to do in emergencies.'),
		kind: undefined,
		kinds: [],
		date: undefined
	},
	{
		data: {
			show_index: true,
			body: [
				{ block: 'text', title: both('Prima', 'Before'), text: rich('Prepara uno zaino.', 'Pack a bag.') },
				{
					block: 'accordion',
					title: both('Domande', 'Questions'),
					items: [{ title: both('Chi chiamo?', 'Who do I call?'), text: rich('Il 112.', '112.') }]
				},
				{ block: 'cards', title: both('Servizi', 'Services'), contents: [of('service'), of('place')] },
				{ block: 'gallery', title: both('Immagini', 'Pictures'), media: [of('place', 2).image] },
				{ block: 'map', title: both('Punto di raccolta', 'Meeting point'), geo: address.geo },
				{ block: 'files', title: both('File', 'Files'), media: [pdf('piano-emergenza', 'Piano di emergenza')] }
			],
			contact_points: [contact]
		}
	}
);

/** One content of each type that has a page. */
export const pages: Content[] = [
	service,
	unit,
	person,
	place,
	event,
	news,
	publicDocument,
	formDocument,
	dataset,
	call,
	ranking,
	project,
	transparency,
	board,
	generic
];

/** What belongs with any of them. */
export const related: ContentRelated = {
	groups: [
		{ id: 'administration', items: [of('organizational_unit', 5)] },
		{ id: 'services', items: [of('service'), of('service', 1)] },
		{ id: 'documents', items: [of('public_document')] },
		{ id: 'news', items: [of('news', 1), of('news', 2)] }
	]
};
