/** One long form that uses every type of field, for looking at them and measuring them. */
import type {
	Declaration,
	FieldType,
	Form,
	FormField,
	FormSection
} from '../../lib/features/applications/engine/types.ts';

const say = (it: string, en: string) => ({ it, en });
const yesNo = [
	{ value: 'yes', label: say('Sì', 'Yes') },
	{ value: 'no', label: say('No', 'No') }
];

function field(key: string, type: FieldType, it: string, en: string, more: Partial<FormField> = {}): FormField {
	return { key, type, label: say(it, en), ...more };
}

function section(
	id: string,
	it: string,
	en: string,
	fields: FormField[],
	more: Partial<FormSection> = {}
): FormSection {
	return { id, title: say(it, en), fields, ...more };
}

const numbered = (count: number, it: string, en: string) =>
	Array.from({ length: count }, (_, i) => ({ value: `o${i + 1}`, label: say(`${it} ${i + 1}`, `${en} ${i + 1}`) }));

const applicant = section('applicant', 'Chi presenta la richiesta', 'Applicant', [
	field('applicant.given_name', 'text', 'Nome', 'Given name', { read_only: true }),
	field('applicant.family_name', 'text', 'Cognome', 'Family name', { read_only: true }),
	field('applicant.tax_code', 'tax_code', 'Codice fiscale', 'Tax code', { read_only: true }),
	field('applicant.birth_date', 'date', 'Data di nascita', 'Date of birth', { read_only: true })
]);

const contacts = section('contacts', 'Contatti', 'Contacts', [
	field('contacts.email', 'email', 'Email', 'E-mail', { required: true, autocomplete: 'email' }),
	field('contacts.phone', 'tel', 'Telefono', 'Telephone', { required: true, autocomplete: 'tel' }),
	field('contacts.website', 'url', 'Sito web', 'Website')
]);

const residence = section('residence', 'Residenza', 'Residence', [
	field('residence.street', 'street', 'Via', 'Street', { required: true, autocomplete: 'address-line1' }),
	field('residence.number', 'text', 'Numero civico', 'House number', { required: true, max_length: 10 }),
	field('residence.postal_code', 'text', 'CAP', 'Postal code', { required: true, pattern: '[0-9]{5}' }),
	field('residence.municipality', 'select', 'Comune', 'Municipality', { required: true, source: 'municipalities' }),
	field('residence.country', 'select', 'Stato', 'Country', { source: 'countries' })
]);

const event = section('event', 'La manifestazione', 'The event', [
	field(
		'event.intro',
		'info',
		'Compila questa parte con i dati della manifestazione.',
		'Fill in the data of the event.',
		{
			kind: 'note'
		}
	),
	field('event.kind', 'radio', 'Tipo di manifestazione', 'Kind of event', {
		required: true,
		options: [
			{
				value: 'market',
				label: say('Mercatino', 'Market'),
				help: say('Con vendita di prodotti', 'With sale of goods')
			},
			{ value: 'concert', label: say('Concerto', 'Concert') },
			{ value: 'other', label: say('Altro', 'Other') }
		]
	}),
	field('event.other', 'text', 'Quale', 'Which', { required: true, visible_if: "data.event.kind == 'other'" }),
	field('event.description', 'textarea', 'Descrizione', 'Description', { required: true, max_length: 500 }),
	field('event.day', 'date', 'Giorno', 'Day', {
		required: true,
		min: 'today',
		max: 'today+12m',
		weekdays: [1, 2, 3, 4, 5],
		working_days: true
	}),
	field('event.start', 'time', 'Inizio', 'Start', { required: true, min: '08:00', max: '23:00', step: 15 }),
	field('event.first_year', 'year', 'Anno della prima edizione', 'Year of the first edition', {
		min: 'today-50y',
		max: 'today'
	}),
	field('event.people', 'number', 'Persone previste', 'Expected people', {
		required: true,
		integer: true,
		min: 1,
		max: 50_000
	}),
	field('event.zone', 'select', 'Zona', 'Zone', { required: true, options: numbered(8, 'Zona', 'Zone') }),
	field('event.sector', 'select', 'Settore', 'Sector', { required: true, options: numbered(24, 'Settore', 'Sector') }),
	field('event.equipment', 'checkboxes', 'Attrezzature', 'Equipment', {
		min_items: 1,
		max_items: 3,
		options: numbered(5, 'Attrezzatura', 'Equipment')
	}),
	field('event.spots', 'ranking', 'Spazi preferiti', 'Preferred spaces', { options: numbered(4, 'Spazio', 'Space') }),
	field('event.noise', 'radio', 'È prevista musica?', 'Is there music?', { required: true, options: yesNo }),
	field('event.warning', 'info', 'Dopo le 23 la musica non è ammessa.', 'No music after 11 pm.', {
		kind: 'warning',
		visible_if: "data.event.noise == 'yes'"
	})
]);

const place = section('place', 'Dove', 'Where', [
	field('place.point', 'point', 'Punto di accesso', 'Entrance', { required: true }),
	field('place.area', 'area', 'Area occupata', 'Occupied area', { required: true, max_area: 5_000 }),
	field('place.length', 'number', 'Lunghezza del fronte', 'Length of the front', {
		min: 0,
		unit: say('metri', 'metres')
	}),
	field('place.surface', 'computed', 'Superficie da pagare', 'Surface to pay for', {
		value: 'data.place.area.square_metres'
	}),
	field('place.fee', 'computed', 'Canone stimato', 'Estimated fee', {
		value: 'data.place.area.square_metres * 150',
		format: 'money'
	}),
	field('place.answer_by', 'computed', 'Giorno richiesto', 'Requested day', { value: 'data.event.day', format: 'date' })
]);

const company = section(
	'company',
	"L'impresa",
	'The company',
	[
		field('company.name', 'text', 'Denominazione', 'Name', { required: true }),
		field('company.vat', 'vat_number', 'Partita IVA', 'VAT number', { required: true }),
		field('company.turnover', 'money', 'Fatturato annuo', 'Yearly turnover', { min: 0 }),
		field('company.iban', 'iban', 'IBAN', 'IBAN'),
		field('company.plate', 'plate', 'Targa del veicolo', 'Plate of the vehicle'),
		field('company.notice', 'notice_code', 'Codice avviso già pagato', 'Code of the notice already paid')
	],
	{ visible_if: "data.event.kind == 'market'" }
);

const people = section('people', 'Persone e prodotti', 'People and goods', [
	field('people.staff', 'list', 'Responsabili', 'People in charge', {
		item_label: say('Responsabile', 'Person in charge'),
		min_items: 1,
		max_items: 5,
		required: true,
		unique_by: 'tax_code',
		fields: [
			field('name', 'text', 'Nome e cognome', 'Name', { required: true }),
			field('tax_code', 'tax_code', 'Codice fiscale', 'Tax code', { required: true }),
			field('trained', 'checkbox', 'Ha il corso antincendio', 'Has fire safety training'),
			field('certificate', 'file', 'Attestato', 'Certificate', { required: true, visible_if: 'item.trained' })
		]
	}),
	field('people.goods', 'list', 'Prodotti', 'Goods', {
		item_label: say('Prodotto', 'Item'),
		display: 'table',
		max_items: 10,
		fields: [
			field('name', 'text', 'Prodotto', 'Item', { required: true }),
			field('pieces', 'number', 'Pezzi', 'Pieces', { required: true, integer: true, min: 1 }),
			field('price', 'money', 'Prezzo', 'Price', { min: 0 })
		]
	})
]);

const sponsors: FormSection[] = Array.from({ length: 5 }, (_, i) =>
	section(`sponsor${i + 1}`, `Sponsor ${i + 1}`, `Sponsor ${i + 1}`, [
		field(`sponsor${i + 1}.present`, 'radio', 'Presente', 'Present', { options: yesNo }),
		...['name', 'office', 'contact', 'role', 'notes'].map((key, n) =>
			field(`sponsor${i + 1}.${key}`, 'text', `Dato ${n + 1}`, `Datum ${n + 1}`, {
				required_if: `data.sponsor${i + 1}.present == 'yes'`,
				visible_if: `data.sponsor${i + 1}.present != 'no' || data.event.people > 100`
			})
		),
		field(`sponsor${i + 1}.amount`, 'money', 'Contributo', 'Contribution', { min: 0 })
	])
);

const papers = section('papers', 'Documenti e firma', 'Documents and signature', [
	field('plan', 'file', 'Planimetria', 'Floor plan', { required: true, max_files: 1, accept: ['application/pdf'] }),
	field('photos', 'file', 'Fotografie', 'Photographs', { max_files: 5, accept: ['image/jpeg', 'image/png'] }),
	field('signed', 'file', 'Relazione firmata', 'Signed report', {
		accept: ['application/pdf', 'application/pkcs7-mime']
	}),
	field('consent', 'checkbox', 'Chi ha la proprietà del suolo è d’accordo', 'The owner of the ground agrees', {
		required: true
	}),
	field('signature', 'signature', 'Firma', 'Signature', { required: true })
]);

const declarations: Declaration[] = [
	{ key: 'truthful', text: say('Dichiaro che i dati sono veri.', 'I declare that the data are true.'), required: true }
];

/** longForm asks for a value of every type. */
export const longForm: Form = {
	service_id: 'sample-form',
	version: '1',
	declarations,
	privacy: {
		version: '1',
		text: say('I dati servono a esaminare la richiesta.', 'The data serve to examine the application.')
	},
	steps: [
		{ id: 'general', title: say('Dati generali', 'General data'), sections: [applicant, contacts, residence] },
		{
			id: 'specific',
			title: say('Dati specifici', 'Specific data'),
			sections: [event, company, place, people, ...sponsors]
		},
		{ id: 'documents', title: say('Documenti', 'Documents'), sections: [papers] }
	]
};

/** options are what the lists that a form does not hold contain. */
export const options: Record<string, { value: string; label: { it: string; en: string } }[]> = {
	streets: ['Via del Porto', 'Via dei Pescatori', 'Piazza del Lago', 'Viale delle Rive', 'Vicolo Stretto'].map(
		(name) => ({
			value: name,
			label: say(name, name)
		})
	),
	municipalities: ['Borgolago', 'Pontefiume', 'Rivabella Invento', 'Montefinto', 'Colle Inesistente'].map(
		(name, i) => ({
			value: `Z${900 + i}`,
			label: say(name, name)
		})
	),
	countries: [
		{ value: 'IT', label: say('Italia', 'Italy') },
		{ value: 'FR', label: say('Francia', 'France') },
		{ value: 'DE', label: say('Germania', 'Germany') },
		{ value: 'CH', label: say('Svizzera', 'Switzerland') }
	]
};
