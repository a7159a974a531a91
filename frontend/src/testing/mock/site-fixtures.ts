/** Invented contents of a municipal website, enough of each type to see every list. */
import type { Alert, Link, NavigationSection, Site } from '../../lib/features/site/types.ts';
import type { ContentCard, Localized, Media, Term } from '../../lib/features/content/types.ts';
import { slug } from '../../lib/pure/text.ts';

const both = (it: string, en: string): Localized => ({ it, en });
const term = (code: string, it: string, en?: string): Term => ({ code, label: en ? both(it, en) : { it } });

/** day counts from today, so that the calendar is never empty. */
export function day(offset: number, hour = 9): string {
	const date = new Date();
	date.setUTCHours(hour, 0, 0, 0);
	date.setUTCDate(date.getUTCDate() + offset);
	return date.toISOString();
}

function picture(hue: number, alt: string): Media {
	const url = `/media/picture-${hue}.svg`;
	return {
		id: `m-${hue}`,
		kind: 'image',
		title: { it: alt },
		alt: { it: alt },
		credits: 'Archivio dimostrativo, CC BY 4.0',
		mime: 'image/svg+xml',
		size: 900,
		file_name: `picture-${hue}.svg`,
		url,
		width: 1200,
		height: 675,
		focal_point: { x: 0.5, y: 0.4 },
		renditions: []
	};
}

export const categories: [string, string, string, string][] = [
	[
		'agricoltura-e-pesca',
		'Agricoltura e pesca',
		'Agriculture and fishing',
		'Licenze di pesca, terreni, aziende agricole.'
	],
	['ambiente', 'Ambiente', 'Environment', 'Rifiuti, verde, acqua, energia.'],
	[
		'anagrafe-e-stato-civile',
		'Anagrafe e stato civile',
		'Civil registry and status',
		'Residenza, certificati, nascite e matrimoni.'
	],
	['autorizzazioni', 'Autorizzazioni', 'Authorisations', 'Suolo pubblico, manifestazioni, pubblicità.'],
	[
		'catasto-e-urbanistica',
		'Catasto e urbanistica',
		'Land registry and planning',
		'Edilizia, piani, certificati urbanistici.'
	],
	['cultura-e-tempo-libero', 'Cultura e tempo libero', 'Culture and leisure', 'Biblioteca, sale, impianti sportivi.'],
	[
		'educazione-e-formazione',
		'Educazione e formazione',
		'Education and training',
		'Nidi e scuole: iscrizioni, mensa, trasporto.'
	],
	['mobilita-e-trasporti', 'Mobilità e trasporti', 'Mobility and transport', 'Sosta, ZTL, contrassegni, viabilità.'],
	[
		'tributi-finanze-e-contravvenzioni',
		'Tributi, finanze e contravvenzioni',
		'Taxes, finance and fines',
		'IMU, TARI, multe, rimborsi.'
	]
];

export const topics: [string, string, string][] = [
	['istruzione', 'Istruzione', 'Education'],
	['residenza', 'Residenza', 'Residence'],
	['ztl', 'ZTL', 'Restricted traffic zones'],
	['mobilita-sostenibile', 'Mobilità sostenibile', 'Sustainable mobility'],
	['turismo', 'Turismo', 'Tourism'],
	['tempo-libero', 'Tempo libero', 'Leisure'],
	['gestione-rifiuti', 'Gestione rifiuti', 'Waste management'],
	['imposte', 'Imposte', 'Taxes'],
	['patrimonio-culturale', 'Patrimonio culturale', 'Cultural heritage'],
	['sport', 'Sport', 'Sport'],
	['trasparenza-amministrativa', 'Trasparenza amministrativa', 'Transparency']
];
const topic = (i: number): Term => term(...(topics[i % topics.length] as [string, string, string]));

let sequence = 0;
type Extra = Partial<ContentCard> & { folder: string };

function card(type: string, title: Localized, short: Localized, { folder, ...more }: Extra): ContentCard {
	const n = ++sequence;
	const name = slug(title.it ?? '');
	return {
		id: `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`,
		type,
		slug: name,
		path: `${folder}/${name}`,
		title,
		short_description: short,
		kinds: more.kind ? [more.kind] : [],
		topics: [topic(n), topic(n + 3)],
		updated_at: day(-n),
		published_at: day(-n),
		archived: false,
		extra: {},
		...more
	};
}

const serviceNames: [string, string, number][] = [
	['Cambio di residenza', 'Change of residence', 2],
	['Carta d’identità elettronica', 'Electronic identity card', 2],
	['Certificati anagrafici', 'Civil registry certificates', 2],
	['Pubblicazioni di matrimonio', 'Marriage banns', 2],
	['Permesso di accesso alla ZTL', 'Restricted traffic zone permit', 7],
	['Contrassegno per persone con disabilità', 'Disabled parking badge', 7],
	['Abbonamento alla sosta per residenti', 'Residents’ parking permit', 7],
	['Iscrizione all’asilo nido', 'Nursery enrolment', 6],
	['Mensa scolastica', 'School meals', 6],
	['Trasporto scolastico', 'School bus', 6],
	['Pagamento IMU', 'Property tax payment', 8],
	['Dichiarazione TARI', 'Waste tax declaration', 8],
	['Ritiro dei rifiuti ingombranti', 'Bulky waste collection', 1],
	['Occupazione di suolo pubblico', 'Use of public ground', 3],
	['Prestito bibliotecario', 'Library loans', 5],
	['Prenotazione delle palestre comunali', 'Booking of municipal gyms', 5],
	['Certificato di destinazione urbanistica', 'Planning certificate', 4],
	['Licenza di pesca dilettantistica', 'Fishing licence', 0]
];

const services = serviceNames.map(([it, en, c], i) => {
	const [code, label, labelEn] = categories[c]!;
	return card(
		'service',
		both(it, en),
		both(
			`Cosa serve, quanto costa e come si ottiene: ${it.toLowerCase()}.`,
			`What you need, what it costs and how to get it: ${en.toLowerCase()}.`
		),
		{
			folder: `/servizi/${code}`,
			kind: term(code, label, labelEn),
			extra: { status: i === 15 ? 'suspended' : 'active', online: i % 2 === 0 }
		}
	);
});

const newsKinds = [
	term('notizie', 'Notizia', 'News item'),
	term('comunicati', 'Comunicato', 'Press release'),
	term('avvisi', 'Avviso', 'Notice')
];
const newsTitles = [
	'La biblioteca apre anche la sera',
	'Aperte le iscrizioni alla mensa scolastica',
	'Lavori in via del Lago: cambia la viabilità',
	'Approvato il bilancio di previsione',
	'Nuovi orari per l’ufficio anagrafe',
	'Allerta per vento forte',
	'Il mercato del sabato torna in piazza',
	'Bando per le associazioni sportive',
	'Raccolta differenziata: il nuovo calendario',
	'Una pista ciclabile fino alla stazione',
	'Borgolago ricorda i suoi caduti',
	'Interruzione dell’acqua in centro',
	'Consiglio comunale in diretta',
	'Contributi per l’affitto',
	'Concluso il restauro della torre'
];
const news = newsTitles.map((title, i) =>
	card(
		'news',
		i % 4 === 3 ? { it: title } : both(title, `${title} (English text)`),
		{ it: `${title}: che cosa cambia, da quando e a chi rivolgersi per saperne di più.` },
		{
			folder: `/novita/${newsKinds[i % 3]!.code}`,
			kind: newsKinds[i % 3]!,
			date: day(-i * 3).slice(0, 10),
			image: i % 3 === 2 ? undefined : picture((i * 47) % 360, title)
		}
	)
);

const units: [string, string, string, string, string][] = [
	['Giunta comunale', 'Executive board', 'organi-di-governo', 'giunta-comunale', 'Giunta comunale'],
	['Consiglio comunale', 'Town council', 'organi-di-governo', 'consiglio-comunale', 'Consiglio comunale'],
	['Commissione bilancio', 'Budget committee', 'organi-di-governo', 'commissione', 'Commissione'],
	['Area servizi alla persona', 'Personal services area', 'aree-amministrative', 'area', 'Area'],
	['Area tecnica', 'Technical area', 'aree-amministrative', 'area', 'Area'],
	['Ufficio Anagrafe', 'Registry office', 'uffici', 'ufficio', 'Ufficio'],
	['Ufficio Mobilità', 'Mobility office', 'uffici', 'ufficio', 'Ufficio'],
	['Ufficio Scuola', 'Education office', 'uffici', 'ufficio', 'Ufficio'],
	['Ufficio Relazioni con il Pubblico', 'Public relations office', 'uffici', 'ufficio', 'Ufficio'],
	['Ufficio Tributi', 'Tax office', 'uffici', 'ufficio', 'Ufficio'],
	['Polizia locale', 'Local police', 'uffici', 'ufficio', 'Ufficio'],
	['Fondazione Teatro del Lago', 'Lake theatre foundation', 'enti-e-fondazioni', 'fondazione', 'Fondazione']
];
const seat = { street: 'Piazza del Municipio 1', postal_code: '00000', city: 'Borgolago', province: 'XX' };
const unitCards = units.map(([it, en, folder, code, label], i) =>
	card('organizational_unit', both(it, en), both(`Di che cosa si occupa: ${it}.`, `What it does: ${en}.`), {
		folder: `/amministrazione/${folder}`,
		kind: term(code, label),
		image: i < 2 ? picture(200 + i * 20, it) : undefined,
		extra: { address: seat }
	})
);

const names = ['Anna Esempio', 'Bruno Prova', 'Carla Finta', 'Dario Inventato', 'Elena Campione', 'Fabio Modello'];
const roles = [
	'Sindaca',
	'Assessore alla mobilità',
	'Assessora alla scuola',
	'Consigliere comunale',
	'Responsabile di area',
	'Istruttore'
];
const people = names.map((name, i) => {
	const politician = i < 4;
	return card(
		'public_person',
		{ it: name },
		{ it: roles[i]! },
		{
			folder: `/amministrazione/${politician ? 'politici' : 'personale-amministrativo'}`,
			kind: term(politician ? 'politico' : 'amministrativo', politician ? 'Politico' : 'Amministrativo'),
			image: i % 2 ? undefined : picture(30 + i * 40, name),
			extra: {
				role: { it: roles[i]! },
				units: [{ title: unitCards[i % 5]!.title, path: unitCards[i % 5]!.path }]
			}
		}
	);
});

const placeData: [string, string, string, string][] = [
	['Biblioteca comunale', 'X5', 'Biblioteca', 'Libri, sale di lettura e computer per tutti.'],
	['Teatro del Lago', 'D1', 'Teatro', 'Stagione di prosa, musica e cinema.'],
	['Museo civico', 'C1', 'Museo', 'La storia del lago dalle origini a oggi.'],
	['Torre medievale', 'A4', 'Torre', 'Dodici secoli di vista sul paese.'],
	['Parco della Riva', 'B2', 'Parco', 'Prati, giochi e una spiaggia.'],
	['Palazzetto dello sport', 'X2', 'Impianto sportivo', 'Palestra con tribuna per cinquecento persone.'],
	['Chiesa di San Finto', 'E1', 'Chiesa', 'Affreschi del Quattrocento.']
];
const places = placeData.map(([title, code, label, short], i) =>
	card(
		'place',
		{ it: title },
		{ it: short },
		{
			folder: '/vivere-il-comune/luoghi',
			kind: term(code, label),
			image: picture(100 + i * 30, title),
			extra: {
				address: { ...seat, street: `Via del Lago ${i + 1}` },
				geo: { lat: 45.5 + i / 300, lon: 9.9 + ((i * 7) % 5) / 200 }
			}
		}
	)
);

const eventData: [string, string, string][] = [
	['Concerto di primavera', '121', 'Concerto'],
	['Mostra di fotografie del lago', '112', 'Mostra'],
	['Mercatino dell’antiquariato', '31', 'Mercato'],
	['Corsa campestre', '21', 'Manifestazione sportiva'],
	['Letture per bambini', '13', 'Lettura'],
	['Festa del patrono', '41', 'Festa'],
	['Incontro con la Giunta', '51', 'Incontro pubblico'],
	['Cinema sotto le stelle', '122', 'Proiezione'],
	['Visita guidata alla torre', '14', 'Visita guidata'],
	['Laboratorio di ceramica', '15', 'Laboratorio'],
	['Passeggiata sul lago', '22', 'Escursione'],
	['Torneo di scacchi', '23', 'Torneo'],
	['Fiera dei fiori', '32', 'Fiera'],
	['Rassegna di cori', '121', 'Concerto']
];
const events = eventData.map(([title, code, label], i) =>
	card(
		'event',
		{ it: title },
		{ it: `${title}: programma, orari e come partecipare.` },
		{
			folder: '/vivere-il-comune/eventi',
			kind: term(code, label),
			date: day(i * 2 - 4, 18),
			end_date: i % 3 === 0 ? day(i * 2 - 2, 22) : day(i * 2 - 4, 20),
			image: picture(260 + i * 15, title),
			extra: {
				free: i % 2 === 0,
				event_status: i === 4 ? 'cancelled' : 'scheduled',
				place: { title: places[i % places.length]!.title, path: places[i % places.length]!.path }
			}
		}
	)
);

/** Code of the kind, its plural and address, and a few words. */
export const documentKinds: [string, string, string, string][] = [
	['accordo-tra-enti', 'Accordi tra enti', 'accordi-tra-enti', 'Convenzioni e protocolli con altri enti.'],
	['atto-normativo', 'Atti normativi', 'atti-normativi', 'Statuto, regolamenti e altre norme dell’ente.'],
	['dataset', 'Dataset', 'dataset', 'Dati aperti da scaricare e riusare.'],
	['documento-albo-pretorio', 'Documenti albo pretorio', 'documenti-albo-pretorio', 'Atti con pubblicità legale.'],
	[
		'documento-attivita-politica',
		'Documenti attività politica',
		'documenti-attivita-politica',
		'Mozioni, interrogazioni, verbali.'
	],
	[
		'documento-funzionamento-interno',
		'Documenti funzionamento interno',
		'documenti-funzionamento-interno',
		'Disposizioni organizzative.'
	],
	[
		'documento-di-programmazione-e-rendicontazione',
		'Documenti di programmazione e rendicontazione',
		'documenti-di-programmazione-e-rendicontazione',
		'Bilanci, piani, rendiconti.'
	],
	[
		'documento-tecnico-di-supporto',
		'Documenti (tecnici) di supporto',
		'documenti-tecnici-di-supporto',
		'Guide, relazioni, allegati tecnici.'
	],
	['istanza', 'Istanze', 'istanze', 'Modelli di istanza e di accesso agli atti.'],
	['modulistica', 'Modulistica', 'modulistica', 'Moduli in uso presso gli uffici.']
];
const documents = documentKinds.flatMap(([code, label, folder], i) =>
	[1, 2].map((n) =>
		card(
			code === 'dataset' ? 'dataset' : code === 'modulistica' ? 'form_document' : 'public_document',
			{ it: `${label} – esempio ${n}` },
			{ it: `Documento dimostrativo numero ${n} della raccolta “${label}”.` },
			{
				folder: `/amministrazione/documenti-e-dati/${folder}`,
				kind: term(code, label),
				date: day(-i * 9 - n).slice(0, 10),
				extra: { formats: code === 'dataset' ? ['CSV', 'JSON'] : ['PDF'], size: 182_000 }
			}
		)
	)
);

const callStates = ['open', 'open', 'scheduled', 'expired', 'closed'];
const calls = [
	'Concorso per istruttore tecnico',
	'Contributi alle associazioni',
	'Gara per la mensa scolastica',
	'Borse di studio',
	'Alienazione di un terreno'
].map((title, i) =>
	card(
		'call',
		{ it: title },
		{ it: `${title}: requisiti, scadenze e documenti.` },
		{
			folder: '/amministrazione/documenti-e-dati/bandi',
			kind: term(['concorso', 'contributi', 'gara'][i % 3]!, ['Concorso', 'Contributi', 'Gara'][i % 3]!),
			date: day(-10 - i),
			end_date: day(20 - i * 9),
			extra: { call_status: callStates[i]!, opens_at: day(-10 - i), closes_at: day(20 - i * 9) }
		}
	)
);

const faqs = Array.from({ length: 14 }, (_, i) =>
	card(
		'faq',
		both(`Domanda di esempio numero ${i + 1}?`, `Sample question number ${i + 1}?`),
		{ it: '' },
		{
			folder: '/domande-frequenti',
			kind: term(...(categories[i % categories.length]!.slice(0, 3) as [string, string, string])),
			extra: {
				answer: both(
					`<p>Risposta dimostrativa alla domanda ${i + 1}, con un <a href="/servizi">collegamento ai servizi</a>.</p><ul><li>primo passo</li><li>secondo passo</li></ul>`,
					`<p>Sample answer to question ${i + 1}, with a <a href="/servizi">link to the services</a>.</p>`
				)
			}
		}
	)
).map((c) => ({ ...c, path: `/domande-frequenti#faq-${c.id}` }));

const sites = ['Borgolago Turismo', 'Teatro del Lago', 'Borgolago Giovani'].map((title, i) =>
	card(
		'thematic_site',
		{ it: title },
		{ it: 'Il sito dedicato, con tutte le notizie.' },
		{
			folder: '/siti',
			image: picture(150 + i * 60, title),
			extra: { url: `https://${slug(title)}.example` }
		}
	)
);

const board = Array.from({ length: 8 }, (_, i) =>
	card(
		'notice_board_entry',
		{ it: `Deliberazione di Giunta n. ${40 - i}` },
		{ it: 'Approvazione dello schema di convenzione.' },
		{
			folder: '/albo-pretorio',
			kind: term('deliberazione', 'Deliberazione'),
			date: day(-i * 2).slice(0, 10),
			end_date: day(15 - i * 2).slice(0, 10),
			data: {
				register_number: `${120 - i}/2026`,
				requesting_body: { it: 'Comune di Borgolago' },
				published_from: day(-i * 2).slice(0, 10),
				published_to: day(15 - i * 2).slice(0, 10)
			}
		}
	)
);

const projects = [
	'Servizi digitali al cittadino',
	'Abilitazione al cloud',
	'Nuovo asilo nido',
	'Efficienza della scuola media'
].map((title, i) =>
	card(
		'pnrr_project',
		{ it: title },
		{ it: `${title}: obiettivi, importo e stato di avanzamento.` },
		{
			folder: '/attuazione-misure-pnrr',
			kind: term(i < 2 ? 'M1' : 'M4', i < 2 ? 'Missione 1' : 'Missione 4'),
			data: {
				mission: {
					it:
						i < 2
							? 'Missione 1 – Digitalizzazione, innovazione, competitività, cultura e turismo'
							: 'Missione 4 – Istruzione e ricerca'
				},
				component: { it: `M${i < 2 ? 1 : 4}C1` },
				cup: `X00X0000000000${i}`,
				amount_total: 15_500_000 + i * 1_000_000,
				progress_status: i % 2 ? 'completed' : 'in_progress'
			}
		}
	)
);

const sectionNames = [
	'Disposizioni generali',
	'Organizzazione',
	'Consulenti e collaboratori',
	'Personale',
	'Bandi di concorso',
	'Performance',
	'Enti controllati',
	'Bilanci',
	'Servizi erogati',
	'Pagamenti dell’amministrazione'
];
const transparency = sectionNames.flatMap((name, i) =>
	[1, 2].map((n) =>
		card(
			'transparency_item',
			{ it: `${name} – pubblicazione ${n}` },
			{ it: 'Dati pubblicati ai sensi del d.lgs. 33/2013.' },
			{
				folder: `/amministrazione-trasparente/${slug(name)}`,
				kind: term(String(i + 1).padStart(2, '0'), name),
				date: day(-i).slice(0, 10)
			}
		)
	)
);
/** The first level of the transparency tree. */
export const transparencySections = sectionNames.map((name, i) => term(String(i + 1).padStart(2, '0'), name));

const topicCards = topics
	.map(([code, it, en], i) =>
		card(
			'topic',
			both(it, en),
			both(`Servizi, notizie e documenti su: ${it}.`, `Services, news and documents about: ${en}.`),
			{
				folder: '/argomenti',
				image: picture(20 + i * 31, it),
				path: `/argomenti/${code}`,
				slug: code
			}
		)
	)
	.map((c, i) => ({ ...c, path: `/argomenti/${topics[i]![0]}` }));

export const contents: ContentCard[] = [
	...services,
	...news,
	...unitCards,
	...people,
	...places,
	...events,
	...documents,
	...calls,
	...faqs,
	...sites,
	...board,
	...projects,
	...transparency,
	...topicCards
];

const alerts: Alert[] = [
	{
		id: 'a-1',
		text: both('Allerta gialla per vento forte fino a stasera.', 'Yellow warning for strong wind until tonight.'),
		level: 'warning',
		scope: 'site',
		link: '/novita/avvisi/allerta-per-vento-forte',
		dismissible: true
	}
];

const link = (it: string, en: string, path: string): Link => ({ label: both(it, en), path });
const child = (it: string, en: string, path: string) => ({
	title: both(it, en),
	path,
	count: contents.filter((c) => c.path.startsWith(`${path}/`)).length
});

export const navigation: NavigationSection[] = [
	{
		id: 'management',
		title: both('Amministrazione', 'Administration'),
		path: '/amministrazione',
		children: [
			child('Organi di governo', 'Governing bodies', '/amministrazione/organi-di-governo'),
			child('Aree amministrative', 'Administrative areas', '/amministrazione/aree-amministrative'),
			child('Uffici', 'Offices', '/amministrazione/uffici'),
			child('Enti e fondazioni', 'Bodies and foundations', '/amministrazione/enti-e-fondazioni'),
			child('Politici', 'Politicians', '/amministrazione/politici'),
			child('Personale amministrativo', 'Staff', '/amministrazione/personale-amministrativo'),
			child('Documenti e dati', 'Documents and data', '/amministrazione/documenti-e-dati')
		]
	},
	{
		id: 'news',
		title: both('Novità', 'News'),
		path: '/novita',
		children: [
			child('Notizie', 'News items', '/novita/notizie'),
			child('Comunicati', 'Press releases', '/novita/comunicati'),
			child('Avvisi', 'Notices', '/novita/avvisi')
		]
	},
	{
		id: 'services',
		title: both('Servizi', 'Services'),
		path: '/servizi',
		children: categories.map(([code, it, en]) => child(it, en, `/servizi/${code}`)).filter((c) => c.count > 0)
	},
	{
		id: 'live',
		title: both('Vivere il Comune', 'Living in the town'),
		path: '/vivere-il-comune',
		children: [
			child('Luoghi', 'Places', '/vivere-il-comune/luoghi'),
			child('Eventi', 'Events', '/vivere-il-comune/eventi')
		]
	}
];

export const site: Site = {
	name: 'Comune di Borgolago',
	short_name: both('Borgolago', 'Borgolago'),
	tagline: both('Un Comune sul lago', 'A town by the lake'),
	region: { name: 'Regione Esempio', url: 'https://regione.example' },
	languages: [
		{ code: 'it', label: 'Italiano' },
		{ code: 'en', label: 'English' }
	],
	theme: { primary: '#0066CC' },
	eu_logo: true,
	contacts: {
		address: 'Piazza del Municipio 1, 00000 Borgolago (XX)',
		phone: '+39 000 000 0000',
		toll_free: '800 000 000',
		sms_whatsapp: '+39 000 000 0009',
		switchboard: '+39 000 000 0000',
		email: 'info@borgolago.example',
		pec: 'protocollo@pec.borgolago.example',
		tax_code: '00000000000',
		vat_number: '00000000000',
		urp: {
			title: both('Ufficio Relazioni con il Pubblico', 'Public relations office'),
			path: '/amministrazione/uffici/ufficio-relazioni-con-il-pubblico'
		}
	},
	socials: [
		{ type: 'facebook', url: 'https://www.facebook.com/example' },
		{ type: 'instagram', url: 'https://www.instagram.com/example' },
		{ type: 'youtube', url: 'https://www.youtube.com/example' },
		{ type: 'telegram', url: 'https://t.me/example' }
	],
	header_links: [
		link('Iscrizioni scolastiche', 'School enrolment', '/servizi/educazione-e-formazione'),
		link('Bandi', 'Calls', '/amministrazione/documenti-e-dati/bandi')
	],
	live_label: both('Vivere il Comune', 'Living in the town'),
	search_suggestions: [
		link(
			'Carta d’identità elettronica',
			'Electronic identity card',
			'/servizi/anagrafe-e-stato-civile/carta-d-identita-elettronica'
		),
		link('Calendario dei rifiuti', 'Waste calendar', '/argomenti/gestione-rifiuti'),
		link('Prenotazione appuntamento', 'Book an appointment', '/servizi/prenotazione-appuntamento')
	],
	privacy_url: '/privacy',
	accessibility_url: 'https://form.agid.gov.it/view/00000000-0000-0000-0000-000000000000',
	improvement_plan: false,
	alerts,
	navigation,
	demo: true,
	simulated: { identity: true, payments: true, mail: true }
};
