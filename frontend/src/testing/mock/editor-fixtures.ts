/** An invented back office: content types in the shape of the model, some contents, some media. */
import type {
	ContentType,
	Editor,
	Field,
	Localized,
	Media,
	OfficeContent,
	OfficeSite,
	Revision,
	Term
} from '../../lib/features/editor/types.ts';

const both = (it: string, en: string): Localized => ({ it, en });
const term = (code: string, it: string, en: string, parent?: string): Term => ({
	code,
	label: both(it, en),
	...(parent ? { parent } : {})
});

export const vocabularies: Record<string, Term[]> = {
	'news-types': [
		term('notizie', 'Notizia', 'News item'),
		term('comunicati', 'Comunicato', 'Press release'),
		term('avvisi', 'Avviso', 'Notice')
	],
	topics: [
		term('acqua', 'Acqua', 'Water'),
		term('ambiente-e-energia', 'Gestione rifiuti', 'Waste management'),
		term('animale-domestico', 'Animale domestico', 'Pets'),
		term('biblioteca', 'Comunità', 'Community'),
		term('istruzione', 'Istruzione', 'Education'),
		term('mobilita-sostenibile', 'Mobilità sostenibile', 'Sustainable mobility'),
		term('parcheggi', 'Parcheggi', 'Parking'),
		term('protezione-civile', 'Protezione civile', 'Civil protection'),
		term('sport', 'Sport', 'Sport'),
		term('tempo-libero', 'Tempo libero', 'Leisure'),
		term('turismo', 'Turismo', 'Tourism'),
		term('ztl', 'ZTL', 'Restricted traffic zones')
	],
	'event-types': [
		term('1', 'Evento culturale', 'Cultural event'),
		term('11', 'Manifestazione artistica', 'Arts event', '1'),
		term('111', 'Festival', 'Festival', '11'),
		term('112', 'Mostra', 'Exhibition', '11'),
		term('12', 'Incontro con l’autore', 'Meeting with the author', '1'),
		term('2', 'Evento sportivo', 'Sport event'),
		term('21', 'Gara', 'Race', '2')
	],
	'contact-point-types': [
		term('phone', 'Telefono', 'Phone'),
		term('email', 'E-mail', 'E-mail'),
		term('pec', 'PEC', 'Certified e-mail'),
		term('address', 'Indirizzo', 'Address')
	],
	'organizational-unit-types': [
		term('struttura-politica', 'Struttura politica', 'Political body'),
		term('giunta', 'Giunta comunale', 'Executive', 'struttura-politica'),
		term('consiglio', 'Consiglio comunale', 'Council', 'struttura-politica'),
		term('struttura-amministrativa', 'Struttura amministrativa', 'Administrative body'),
		term('area', 'Area', 'Area', 'struttura-amministrativa'),
		term('ufficio', 'Ufficio', 'Office', 'struttura-amministrativa')
	],
	'place-types': [
		term('biblioteca', 'Biblioteca', 'Library'),
		term('museo', 'Museo', 'Museum'),
		term('parco', 'Parco', 'Park'),
		term('municipio', 'Municipio', 'Town hall')
	],
	'document-types': [
		term('modulistica', 'Modulistica', 'Forms'),
		term('atto-normativo', 'Atto normativo', 'Regulation'),
		term('documento-programmazione', 'Documento di programmazione', 'Planning document')
	],
	licences: [term('cc-by-4', 'CC BY 4.0', 'CC BY 4.0'), term('public-domain', 'Pubblico dominio', 'Public domain')]
};

const f = (
	key: string,
	kind: Field['kind'],
	it: string,
	en: string,
	group: string,
	obligation: Field['obligation'],
	more: Partial<Field> = {}
): Field => ({
	key,
	kind,
	label: both(it, en),
	group,
	obligation,
	...(['text', 'textarea', 'rich'].includes(kind) ? { localised: true } : {}),
	...more
});

const title = (it = 'Titolo', en = 'Title') =>
	f('title', 'text', it, en, 'header', 'V', {
		max_length: 160,
		help: both(
			'Chiaro e breve; non tutto in maiuscolo. È il titolo della pagina.',
			'Clear and short; not all capitals. It is the heading of the page.'
		)
	});
const short = f('short_description', 'textarea', 'Descrizione breve', 'Short description', 'header', 'M', {
	max_length: 255,
	warn_length: 160,
	help: both(
		'Una o due frasi: compare sotto il titolo, nelle schede e nei motori di ricerca.',
		'One or two sentences: shown under the title, in cards and in search engines.'
	)
});
const image = f('image', 'media', 'Immagine', 'Picture', 'header', 'o', { media: 'image' });
const topics = f('topics', 'term', 'Argomenti', 'Topics', 'header', 'M', {
	vocabulary: 'topics',
	many: true,
	min_items: 1
});
const last: Field[] = [
	f('related', 'ref', 'Contenuti correlati', 'Related contents', 'extra', 'o', {
		many: true,
		to: ['service', 'organizational_unit', 'public_document', 'news']
	}),
	f('seo', 'group', 'Motori di ricerca e social', 'Search engines and social media', 'extra', 'x', {
		fields: [
			f('title', 'text', 'Titolo per i motori di ricerca', 'Title for search engines', '', 'x', { max_length: 70 }),
			f('description', 'textarea', 'Descrizione per i motori di ricerca', 'Description for search engines', '', 'x', {
				max_length: 160
			}),
			f('noindex', 'bool', 'Non mostrare nei motori di ricerca', 'Hide from search engines', '', 'x')
		]
	})
];
const groups = (...own: [string, string, string][]) => [
	{ id: 'header', title: both('Intestazione', 'Heading'), anchor: '' },
	...own.map(([id, it, en]) => ({ id, title: both(it, en), anchor: id })),
	{ id: 'extra', title: both('Altre impostazioni', 'More settings'), anchor: '' }
];
const contacts = (obligation: Field['obligation'] = 'M') =>
	f('contact_points', 'ref', 'Punti di contatto', 'Contact points', 'contacts', obligation, {
		many: true,
		min_items: 1,
		to: ['contact_point']
	});
const address: Field[] = [
	f('street', 'text', 'Via e numero civico', 'Street and number', '', 'M', { localised: false }),
	f('postal_code', 'text', 'CAP', 'Postal code', '', 'M', { localised: false, max_length: 5 }),
	f('city', 'text', 'Comune', 'Municipality', '', 'M', { localised: false }),
	f('province', 'text', 'Provincia', 'Province', '', 'o', { localised: false, max_length: 2 }),
	f('geo', 'geo', 'Posizione GPS', 'Position', '', 'M')
];
const can: ContentType['can'] = ['create', 'publish'];

export const types: ContentType[] = [
	{
		type: 'news',
		label: both('Notizia', 'News item'),
		plural: both('Novità', 'News'),
		searchable: true,
		section: 'news',
		path: '/novita/{news_type}/{slug}',
		kind: 'news_type',
		date: 'published_on',
		groups: groups(
			['descrizione', 'Descrizione', 'Description'],
			['documenti', 'Documenti', 'Documents'],
			['a-cura-di', 'A cura di', 'Published by']
		),
		can,
		fields: [
			title(),
			f('news_type', 'term', 'Tipo di notizia', 'Kind of news', 'header', 'M', {
				vocabulary: 'news-types',
				help: both('Decide l’indirizzo della pagina e l’elenco in cui compare.', 'Decides the address and the list.')
			}),
			f('release_number', 'text', 'Numero del comunicato', 'Number of the release', 'header', 'C', {
				localised: false,
				rule: "data.news_type == 'comunicati'"
			}),
			short,
			f('published_on', 'date', 'Data della notizia', 'Date of the news', 'header', 'A'),
			f('expires_on', 'date', 'Data di scadenza', 'Expiry date', 'header', 'o', {
				help: both('Dopo questa data esce dagli elenchi.', 'After this date it leaves the lists.')
			}),
			image,
			topics,
			f('body', 'rich', 'Testo completo', 'Full text', 'descrizione', 'A'),
			f('gallery', 'media', 'Galleria di immagini', 'Picture gallery', 'descrizione', 'o', {
				media: 'image',
				many: true
			}),
			f('documents', 'ref', 'Documenti', 'Documents', 'documenti', 'o', { many: true, to: ['public_document'] }),
			f('attachments', 'media', 'Allegati', 'Attachments', 'documenti', 'o', { media: 'document', many: true }),
			f('authored_by', 'ref', 'A cura di', 'Published by', 'a-cura-di', 'A', {
				many: true,
				min_items: 1,
				to: ['organizational_unit']
			}),
			f('people', 'ref', 'Persone', 'People', 'a-cura-di', 'o', { many: true, to: ['public_person'] }),
			f('alert_level', 'enum', 'Livello dell’avviso', 'Level of the notice', 'extra', 'x', {
				options: [
					{ value: 'info', label: both('Informazione', 'Information') },
					{ value: 'warning', label: both('Attenzione', 'Warning') },
					{ value: 'emergency', label: both('Emergenza', 'Emergency') }
				]
			}),
			...last
		]
	},
	{
		type: 'event',
		label: both('Evento', 'Event'),
		plural: both('Eventi', 'Events'),
		searchable: true,
		section: 'live',
		path: '/vivere-il-comune/eventi/{slug}',
		kind: 'event_types',
		date: 'start_at',
		groups: groups(
			['cos-e', 'Cos’è', 'What it is'],
			['luogo', 'Luogo', 'Place'],
			['date', 'Date e orari', 'Dates and times'],
			['costi', 'Costi', 'Costs'],
			['contacts', 'Contatti', 'Contacts']
		),
		can,
		fields: [
			title(),
			f('subtitle', 'text', 'Sottotitolo', 'Subtitle', 'header', 'o'),
			f('event_types', 'term', 'Tipo di evento', 'Kind of event', 'header', 'M', { vocabulary: 'event-types' }),
			short,
			image,
			topics,
			f('description', 'rich', 'Descrizione completa', 'Full description', 'cos-e', 'M'),
			f('audience_text', 'rich', 'A chi è rivolto', 'Who it is for', 'cos-e', 'M'),
			f('place', 'ref', 'Luogo dell’evento', 'Place', 'luogo', 'A', { to: ['place'] }),
			f('place_text', 'text', 'Luogo non in elenco', 'Another place', 'luogo', 'C'),
			f('address', 'group', 'Indirizzo', 'Address', 'luogo', 'C', { fields: address }),
			f('online_url', 'url', 'Collegamento all’evento online', 'Link of the online event', 'luogo', 'C'),
			f('start_at', 'datetime', 'Inizio', 'Start', 'date', 'A'),
			f('end_at', 'datetime', 'Fine', 'End', 'date', 'o'),
			f('all_day', 'bool', 'Tutto il giorno', 'All day', 'date', 'o'),
			f('event_status', 'enum', 'Stato', 'State', 'date', 'x', {
				options: [
					{ value: 'scheduled', label: both('In programma', 'Scheduled') },
					{ value: 'cancelled', label: both('Annullato', 'Cancelled') },
					{ value: 'postponed', label: both('Rinviato', 'Postponed') }
				]
			}),
			f('prices', 'group', 'Costi', 'Costs', 'costi', 'A', {
				fields: [
					f('free', 'bool', 'Gratuito', 'Free', '', 'o'),
					f('items', 'group', 'Biglietti', 'Tickets', '', 'o', {
						many: true,
						fields: [
							f('title', 'text', 'Nome', 'Name', '', 'M'),
							f('price', 'money', 'Prezzo', 'Price', '', 'o'),
							f('description', 'textarea', 'Descrizione', 'Description', '', 'o')
						]
					})
				]
			}),
			contacts('A'),
			...last
		]
	},
	{
		type: 'organizational_unit',
		label: both('Unità organizzativa', 'Organizational unit'),
		plural: both('Unità organizzative', 'Organizational units'),
		searchable: true,
		section: 'administration',
		path: '/amministrazione/uffici/{slug}',
		kind: 'unit_type',
		groups: groups(['competenze', 'Competenze', 'Competences'], ['contacts', 'Contatti', 'Contacts']),
		can,
		fields: [
			title(),
			f('unit_type', 'term', 'Tipo di organizzazione', 'Kind of body', 'header', 'M', {
				vocabulary: 'organizational-unit-types'
			}),
			short,
			f('competences', 'rich', 'Competenze', 'Competences', 'competenze', 'A'),
			f('people', 'ref', 'Persone', 'People', 'competenze', 'M', { many: true, to: ['public_person'] }),
			f('main_place', 'ref', 'Sede principale', 'Main place', 'contacts', 'A', { to: ['place'] }),
			contacts('A'),
			f('opening_hours', 'group', 'Orario per il pubblico', 'Opening hours', 'contacts', 'o', {
				fields: [
					f('text', 'rich', 'Orario in parole', 'Hours in words', '', 'o'),
					f('slots', 'group', 'Fasce orarie', 'Time slots', '', 'x', {
						many: true,
						fields: [
							f('weekday', 'enum', 'Giorno', 'Day', '', 'M', {
								options: [
									{ value: '1', label: both('Lunedì', 'Monday') },
									{ value: '2', label: both('Martedì', 'Tuesday') },
									{ value: '3', label: both('Mercoledì', 'Wednesday') }
								]
							}),
							f('from', 'text', 'Dalle', 'From', '', 'M', { localised: false }),
							f('to', 'text', 'Alle', 'To', '', 'M', { localised: false }),
							f('by_appointment', 'bool', 'Su appuntamento', 'By appointment', '', 'o')
						]
					})
				]
			}),
			...last
		]
	},
	{
		type: 'place',
		label: both('Luogo', 'Place'),
		plural: both('Luoghi', 'Places'),
		searchable: true,
		section: 'live',
		path: '/vivere-il-comune/luoghi/{slug}',
		kind: 'place_types',
		groups: groups(['dove', 'Dove', 'Where'], ['contacts', 'Contatti', 'Contacts']),
		can: ['create'],
		fields: [
			title('Nome del luogo', 'Name of the place'),
			f('place_types', 'term', 'Tipo di luogo', 'Kind of place', 'header', 'M', {
				vocabulary: 'place-types',
				many: true
			}),
			short,
			{ ...image, obligation: 'M' },
			f('access', 'rich', 'Modalità di accesso', 'How to get in', 'dove', 'A'),
			f('address', 'group', 'Indirizzo', 'Address', 'dove', 'A', { fields: address }),
			contacts('A'),
			...last
		]
	},
	{
		type: 'public_document',
		label: both('Documento pubblico', 'Public document'),
		plural: both('Documenti', 'Documents'),
		searchable: true,
		section: 'documents',
		path: '/amministrazione/documenti-e-dati/{document_type}/{slug}',
		kind: 'document_type',
		groups: groups(['documento', 'Documento', 'Document']),
		can,
		fields: [
			title(),
			f('document_type', 'term', 'Tipo di documento', 'Kind of document', 'header', 'A', {
				vocabulary: 'document-types'
			}),
			short,
			topics,
			f('files', 'group', 'File del documento', 'Files', 'documento', 'C', {
				many: true,
				fields: [
					f('media', 'media', 'File', 'File', '', 'M', { media: 'document' }),
					f('label', 'text', 'Etichetta', 'Label', '', 'o'),
					f('main', 'bool', 'È il documento principale', 'Main document', '', 'o')
				]
			}),
			f('url', 'url', 'Indirizzo del documento', 'Address of the document', 'documento', 'C'),
			f('licence', 'term', 'Licenza di distribuzione', 'Licence', 'documento', 'M', { vocabulary: 'licences' }),
			...last
		]
	},
	{
		type: 'public_person',
		label: both('Persona pubblica', 'Public person'),
		plural: both('Persone', 'People'),
		searchable: true,
		section: 'administration',
		path: '/amministrazione/politici/{slug}',
		groups: groups(),
		can,
		fields: [
			f('given_name', 'text', 'Nome', 'Given name', 'header', 'M', { localised: false }),
			f('family_name', 'text', 'Cognome', 'Family name', 'header', 'M', { localised: false }),
			f('biography', 'rich', 'Biografia', 'Biography', 'header', 'o'),
			...last
		]
	},
	{
		type: 'contact_point',
		label: both('Punto di contatto', 'Contact point'),
		plural: both('Punti di contatto', 'Contact points'),
		searchable: true,
		section: 'transversal',
		path: '',
		groups: groups(),
		can,
		fields: [
			title(),
			f('items', 'group', 'Voci', 'Items', 'header', 'M', {
				many: true,
				min_items: 1,
				fields: [
					f('type', 'term', 'Tipo', 'Kind', '', 'M', { vocabulary: 'contact-point-types' }),
					f('value', 'text', 'Valore', 'Value', '', 'M', { localised: false }),
					f('description', 'text', 'Descrizione', 'Description', '', 'o')
				]
			})
		]
	}
];

const hills = (hue: number) =>
	`data:image/svg+xml,${encodeURIComponent(
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800"><rect width="1200" height="800" fill="hsl(${hue} 60% 80%)"/><circle cx="900" cy="220" r="90" fill="#fff3b0"/><path d="M0 620 300 360l260 220 220-160 420 280v100H0z" fill="hsl(${hue} 35% 35%)"/></svg>`
	)}`;

const picture = (n: number, name: string, it: string, en: string, hue: number): Media => ({
	id: `media-${n}`,
	kind: 'image',
	title: both(name, name),
	alt: both(it, en),
	caption: both('', ''),
	credits: 'Archivio del Comune di Borgolago',
	licence: 'cc-by-4',
	mime: 'image/jpeg',
	size: 412_000 + n,
	file_name: `${name.toLowerCase().replaceAll(' ', '-')}.jpg`,
	url: hills(hue),
	width: 1200,
	height: 800,
	focal_point: { x: 0.5, y: 0.5 },
	renditions: [1200, 768, 320].flatMap((width) =>
		(['avif', 'webp', 'jpeg'] as const).map((format) => ({
			width,
			height: Math.round((width * 2) / 3),
			format,
			url: hills(hue)
		}))
	)
});

export const media: Media[] = [
	picture(1, 'Lungolago', 'Il lungolago di Borgolago al tramonto', 'The lakeside of Borgolago at sunset', 200),
	picture(2, 'Biblioteca', 'La sala di lettura della biblioteca', 'The reading room of the library', 30),
	picture(3, 'Mercato', '', '', 120),
	{
		id: 'media-4',
		kind: 'document',
		title: both('Regolamento della biblioteca', 'Library rules'),
		alt: {},
		mime: 'application/pdf',
		size: 1_040_000,
		file_name: 'regolamento-biblioteca.pdf',
		url: '/media/media-4/regolamento-biblioteca.pdf',
		accessible: true,
		renditions: []
	}
];

const at = (day: number, hour = 9) => new Date(Date.UTC(2026, 10, day, hour)).toISOString();

function content(
	n: number,
	type: string,
	status: OfficeContent['status'],
	data: Record<string, unknown>,
	more: Partial<OfficeContent> = {}
): OfficeContent {
	const slug = String((data.title as Localized | undefined)?.it ?? `${data.given_name}-${data.family_name}`)
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-|-$/g, '');
	return {
		id: `c-${n}`,
		type,
		version: 3,
		status,
		slug,
		path: `/${type}/${slug}`,
		data,
		references: {},
		media: {},
		published: ['published', 'archived', 'expired'].includes(status),
		has_changes: false,
		...(status === 'published' ? { published_at: at(10 + (n % 10)) } : {}),
		created_at: at(2),
		updated_at: at(10 + (n % 12), 8 + (n % 9)),
		updated_by: n % 2 ? 'Giulia Redatti' : 'Operatore Mobilità',
		gates: [],
		allowed_actions: [],
		...more
	};
}

const lorem =
	'<p>Da lunedì la biblioteca comunale resta aperta fino alle <strong>22</strong>, dal martedì al giovedì.</p><h3>Che cosa cambia</h3><ul><li><p>Sala studio con 40 posti</p></li><li><p>Prestito automatico</p></li></ul>';

export const contents: OfficeContent[] = [
	content(1, 'news', 'published', {
		title: both('La biblioteca apre anche la sera', 'The library opens in the evening too'),
		news_type: 'notizie',
		short_description: both(
			'Da lunedì la biblioteca comunale resta aperta fino alle 22, tre sere alla settimana.',
			'From Monday the town library stays open until 10 pm, three evenings a week.'
		),
		published_on: '2026-11-20',
		topics: ['istruzione', 'tempo-libero'],
		image: 'media-2',
		body: both(lorem, '<p>From Monday the town library stays open until 10 pm.</p>'),
		authored_by: ['c-10'],
		documents: ['c-20']
	}),
	content(2, 'news', 'draft', {
		title: { it: 'Chiusura di via del Porto per lavori' },
		news_type: 'avvisi',
		published_on: '2026-11-24',
		topics: []
	}),
	content(3, 'news', 'in_review', {
		title: both('Nuovi posti per le biciclette in stazione', 'New bicycle places at the station'),
		news_type: 'comunicati',
		short_description: both('Sessanta posti coperti, gratuiti, videosorvegliati.', 'Sixty covered, free places.'),
		published_on: '2026-11-25',
		topics: ['mobilita-sostenibile'],
		body: { it: '<p>Sessanta posti coperti.</p>' },
		authored_by: ['c-11']
	}),
	content(4, 'event', 'scheduled', {
		title: both('Festa d’autunno sul lago', 'Autumn feast on the lake'),
		event_types: '111',
		short_description: both('Musica, mercatini e sapori del lago.', 'Music, markets and flavours of the lake.'),
		topics: ['tempo-libero'],
		start_at: '2026-11-29T09:00:00Z',
		end_at: '2026-11-29T17:00:00Z',
		prices: { free: true },
		place: 'c-30',
		contact_points: ['c-40'],
		description: both('<p>Una giornata intera.</p>', '<p>A whole day.</p>'),
		audience_text: both('<p>A tutti.</p>', '<p>To everybody.</p>')
	}),
	content(5, 'news', 'unpublished', {
		title: both('Orari estivi degli uffici', 'Summer hours of the offices'),
		news_type: 'avvisi',
		published_on: '2026-07-01',
		topics: []
	}),
	content(6, 'news', 'archived', {
		title: both('Esiti del bilancio partecipato 2024', 'Results of the participatory budget 2024'),
		news_type: 'notizie',
		published_on: '2024-12-10',
		topics: []
	}),
	content(10, 'organizational_unit', 'published', {
		title: both('Ufficio Cultura', 'Culture office'),
		unit_type: 'ufficio',
		short_description: both('Biblioteca, musei ed eventi.', 'Library, museums and events.')
	}),
	content(11, 'organizational_unit', 'published', {
		title: both('Ufficio Mobilità', 'Mobility office'),
		unit_type: 'ufficio',
		short_description: both('Sosta, ZTL, trasporti.', 'Parking, restricted zones, transport.')
	}),
	content(12, 'organizational_unit', 'published', {
		title: both('Ufficio Ambiente', 'Environment office'),
		unit_type: 'ufficio',
		short_description: both('Rifiuti, verde, animali.', 'Waste, green areas, animals.')
	}),
	content(20, 'public_document', 'published', {
		title: both('Regolamento della biblioteca comunale', 'Rules of the town library'),
		document_type: 'atto-normativo',
		short_description: both('Prestito, sale, servizi.', 'Loans, rooms, services.'),
		files: [{ media: 'media-4', main: true }]
	}),
	content(21, 'public_document', 'draft', {
		title: both('Piano urbano della mobilità sostenibile', 'Sustainable mobility plan'),
		document_type: 'documento-programmazione'
	}),
	content(30, 'place', 'published', {
		title: both('Biblioteca comunale', 'Town library'),
		place_types: ['biblioteca'],
		short_description: both('Nel palazzo della Pretura.', 'In the old court.'),
		address: { street: 'Via del Lago 3', postal_code: '00000', city: 'Borgolago', geo: { lat: 45.8, lon: 9.1 } }
	}),
	content(40, 'contact_point', 'published', {
		title: both('Segreteria dell’Ufficio Cultura', 'Secretariat of the Culture office'),
		items: [{ type: 'phone', value: '+39 000 000 0002' }]
	}),
	content(50, 'public_person', 'published', { given_name: 'Carla', family_name: 'Finta' })
];

const text = {
	slug: 'biblioteca-aperta-la-sera',
	title: both('Biblioteca aperta la sera', 'Library open in the evening')
};
export const revisions: Revision[] = [
	{ ...text, number: 1, at: at(10), author: 'Giulia Redatti', action: 'created' },
	{ ...text, number: 2, at: at(11), author: 'Giulia Redatti', action: 'saved' },
	{ ...text, number: 3, at: at(12), author: 'Operatore Mobilità', action: 'published', reason: 'Testo approvato' }
];

export const editors: Editor[] = [
	{
		operator_id: 'op-1',
		name: 'Operatore Mobilità',
		admin: true,
		grants: [],
		unit_names: {}
	},
	{
		operator_id: 'op-2',
		name: 'Giulia Redatti',
		admin: false,
		grants: [{ role: 'author', sections: ['news', 'live'], unit_ids: ['c-10'] }],
		unit_names: { 'c-10': both('Ufficio Cultura', 'Culture office') }
	}
];

export const site: OfficeSite = {
	version: 4,
	updated_by: 'Giulia Redatti',
	updated_at: at(20),
	settings: {
		name: 'Comune di Borgolago',
		short_name: both('Borgolago', 'Borgolago'),
		tagline: both('Un Comune sul lago', 'A town by the lake'),
		region: { name: 'Regione Esempio', url: 'https://www.regione.example' },
		languages: [
			{ code: 'it', label: 'Italiano' },
			{ code: 'en', label: 'English' }
		],
		theme: { primary: '#0066CC' },
		eu_logo: true,
		contacts: {
			address: 'Piazza del Municipio 1, 00000 Borgolago (XX)',
			phone: '+39 000 000 0000',
			email: 'info@borgolago.example',
			pec: 'protocollo@pec.borgolago.example',
			tax_code: '00000000000'
		},
		socials: [{ type: 'facebook', url: 'https://social.example/borgolago' }],
		header_links: [{ label: both('Iscrizioni scolastiche', 'School enrolment'), path: '/argomenti/istruzione' }],
		live_label: both('Vivere Borgolago', 'Living in Borgolago'),
		search_suggestions: [],
		useful_links: [],
		accessibility_url: '',
		improvement_plan: false,
		approval_required: false
	}
};
