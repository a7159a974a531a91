/** Drafts as the API would keep them, in memory: one form with every type of field. */
import { Refusal, type Call, type Route } from './call.ts';
import { sheets } from './fixtures.ts';
import { longForm, options } from './form-fixtures.ts';

type Attachment = {
	id: string;
	key: string;
	file_name: string;
	content_type: string;
	size: number;
	created_at: string;
};

const now = () => new Date().toISOString();
const service = { ...sheets[0]!, id: longForm.service_id, title: { it: 'Modulo di prova', en: 'Sample form' } };
const person = {
	given_name: 'Anna',
	family_name: 'Esempio',
	tax_code: 'SMPNNA80A41Z999W',
	birth_date: '1980-01-01'
};

function fresh() {
	return {
		id: 'sample',
		service: { id: service.id, title: service.title },
		status: 'draft',
		version: 1,
		service_version: longForm.version,
		step: 'general',
		data: { applicant: { ...person } } as Record<string, unknown>,
		attachments: [] as Attachment[],
		declarations: [] as string[],
		documents: [],
		payments: [],
		timeline: [],
		fees: [{ code: 'stamp', reason: { it: 'Imposta di bollo', en: 'Stamp duty' }, amount_cents: 1600 }],
		total_cents: 1600,
		created_at: now(),
		updated_at: now()
	};
}

let draft: ReturnType<typeof fresh> & { privacy_accepted_at?: string } = fresh();

/** Services that say something other than "go on" to who starts them. */
const refusals: Record<string, () => never> = {
	'sample-already': () => {
		throw new Refusal(409, 'already-requested', {
			errors: [{ pointer: '', code: 'already-requested', params: { application_id: 'sample' } }]
		});
	},
	'sample-later': () => {
		throw new Refusal(409, 'window-not-open');
	},
	'sample-closed': () => {
		throw new Refusal(409, 'window-not-open');
	},
	'sample-full': () => {
		throw new Refusal(409, 'limit-reached');
	}
};

const variants: Record<string, object> = {
	'sample-form': {},
	'sample-already': {},
	'sample-full': {},
	'sample-later': { open: false, opens_at: '2099-01-10', closes_at: '2099-02-28' },
	'sample-closed': { open: false, opens_at: '2020-01-10', closes_at: '2020-02-28' },
	'sample-elsewhere': {
		online: false,
		access: { ...service.access, platform: 'anpr', url: 'https://anpr.example/' }
	}
};

function sheet({ params }: Call) {
	const id = params[0] ?? '';
	return { ...service, id, ...variants[id] };
}

function start({ body }: Call) {
	const id = String(body.service_id);
	refusals[id]?.();
	return draft;
}

function save({ body, headers }: Call) {
	if (headers['if-match'] !== `"${draft.version}"`) throw new Refusal(412, 'version-mismatch');
	const { privacy_accepted: accepted, ...patch } = body;
	draft = { ...draft, ...patch, version: draft.version + 1, updated_at: now() };
	if (accepted) draft.privacy_accepted_at = now();
	return draft;
}

/** attach reads what a form with one file says of it. */
function attach({ raw }: Call) {
	const text = raw.toString('latin1');
	const part = (name: string) => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(text)?.[1] ?? '';
	const file = /filename="([^"]*)"\r\nContent-Type: ([^\r]*)/.exec(text);
	const attachment = {
		id: `f${Date.now()}`,
		key: part('key'),
		file_name: Buffer.from(file?.[1] ?? 'file', 'latin1').toString('utf8'),
		content_type: file?.[2] ?? 'application/pdf',
		size: raw.length,
		created_at: now()
	};
	draft = { ...draft, attachments: [...draft.attachments, attachment], version: draft.version + 1 };
	return attachment;
}

function detach({ params }: Call) {
	draft = { ...draft, attachments: draft.attachments.filter((a) => a.id !== params[0]), version: draft.version + 1 };
}

function find({ params, query }: Call) {
	const q = (query.get('q') ?? '').toLowerCase();
	const known = options[params[0] ?? ''];
	if (!known) throw new Refusal(404, 'not-found');
	return { items: known.filter((o) => o.value.toLowerCase() === q || o.label.it.toLowerCase().includes(q)) };
}

export const formRoutes: Route[] = [
	['GET', /^\/services\/(sample-[a-z]+)$/, sheet],
	['GET', /^\/services\/sample-[a-z]+\/form$/, () => longForm],
	['GET', /^\/form-options\/([a-z_]+)$/, find],
	['GET', /^\/me\/profile$/, () => ({ ...person, email: 'anna@borgolago.example', version: 1 })],
	['POST', /^\/applications$/, start],
	['GET', /^\/applications\/sample$/, () => draft],
	['PATCH', /^\/applications\/sample$/, save],
	['DELETE', /^\/applications\/sample$/, () => void (draft = fresh())],
	['POST', /^\/applications\/sample\/attachments$/, attach],
	['DELETE', /^\/applications\/sample\/attachments\/([^/]+)$/, detach],
	['GET', /^\/applications\/sample\/attachments\/([^/]+)$/, () => ({})],
	[
		'PUT',
		/^\/applications\/sample\/submission$/,
		() => (draft = { ...draft, status: 'registered', version: draft.version + 1 })
	]
];
