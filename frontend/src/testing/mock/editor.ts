/** The back office of the website as the API would answer, kept in memory. */
import type {
	Content,
	ContentCard,
	Data,
	Difference,
	Evidence,
	Field,
	Gate,
	Localized,
	Media,
	OfficeContent,
	OfficeMedia,
	OfficeSite,
	Redirect,
	Revision,
	Term
} from '../../lib/features/editor/types.ts';
import { slug } from '../../lib/pure/text.ts';
import { Refusal, type Call, type Route } from './call.ts';
import { contents, editors, media, revisions, site, types, vocabularies } from './editor-fixtures.ts';

const me = 'Operatore Mobilità';
const now = () => new Date().toISOString();
let sequence = 100;

interface Kept {
	revision: Revision;
	data: Data;
}
const history = new Map<string, Kept[]>(
	contents.map((c) => [c.id, revisions.map((revision) => ({ revision, data: structuredClone(c.data) }))])
);
const first = history.get('c-1')?.[0];
if (first) first.data = { ...first.data, title: { it: 'La biblioteca apre la sera' }, topics: ['istruzione'] };

const typeOf = (type: string) => {
	const found = types.find((t) => t.type === type);
	if (!found) throw new Refusal(404, 'content-type-not-found');
	return found;
};

function titleOf(c: OfficeContent): Localized {
	if (c.data.title) return c.data.title as Localized;
	const name = [c.data.given_name, c.data.family_name].filter(Boolean).join(' ');
	return { it: name || 'Senza titolo' };
}

const termOf = (vocabulary: string | undefined, code: unknown): Term =>
	vocabularies[vocabulary ?? '']?.find((t) => t.code === code) ?? { code: String(code), label: { it: String(code) } };

function card(c: OfficeContent): ContentCard {
	const type = typeOf(c.type);
	const kind = type.fields.find((f) => f.key === type.kind);
	const codes = kind ? [c.data[kind.key]].flat().filter(Boolean) : [];
	const kinds = codes.map((code) => termOf(kind?.vocabulary, code));
	return {
		id: c.id,
		type: c.type,
		slug: c.slug,
		path: c.path,
		title: titleOf(c),
		short_description: (c.data.short_description as Localized | undefined) ?? { it: '' },
		...(kinds[0] ? { kind: kinds[0] } : {}),
		kinds,
		topics: [c.data.topics ?? []].flat().map((code) => termOf('topics', code)),
		published_at: c.published_at ?? c.updated_at,
		updated_at: c.updated_at,
		archived: c.status === 'archived',
		extra: {}
	};
}

const empty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	value === '' ||
	(Array.isArray(value) && value.length === 0) ||
	(typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(empty));

function gates(c: OfficeContent): Gate[] {
	const found: Gate[] = [];
	for (const field of typeOf(c.type).fields) {
		const obligation = field.obligation ?? 'o';
		if (!/[MA]/.test(obligation) || obligation.includes('C') || !empty(c.data[field.key])) continue;
		found.push({
			field: field.key,
			code: 'required',
			severity: obligation === 'A' ? 'override' : 'block',
			message: {
				it: `Compila “${field.label.it}”: il modello lo chiede per pubblicare.`,
				en: `Fill in “${field.label.en}”: the model asks for it.`
			}
		});
	}
	if (/clicca qui/i.test(JSON.stringify(c.data.body ?? ''))) {
		found.push({
			field: 'body',
			code: 'link-text',
			severity: 'warning',
			message: {
				it: 'Un collegamento dice “clicca qui”: scrivi dove porta.',
				en: 'A link says “click here”: say where it leads.'
			}
		});
	}
	return found;
}

function actions(c: OfficeContent): OfficeContent['allowed_actions'] {
	const can = typeOf(c.type).can;
	if (!can.includes('publish')) return ['edit', 'review', 'copy'];
	const by: Record<string, OfficeContent['allowed_actions']> = {
		draft: ['edit', 'review', 'publish', 'copy', ...(c.published ? [] : (['delete'] as const))],
		in_review: ['edit', 'end_review', 'publish', 'copy'],
		scheduled: ['edit', 'publish', 'withdraw', 'copy'],
		published: ['edit', 'publish', 'review', 'withdraw', 'archive', 'copy'],
		expired: ['edit', 'publish', 'archive', 'copy'],
		archived: ['unarchive', 'copy'],
		unpublished: ['edit', 'publish', 'copy', 'delete']
	};
	return by[c.status] ?? [];
}

function eachReference(fields: Field[], data: Data, found: (field: Field, id: string) => void) {
	for (const field of fields) {
		for (const value of [data[field.key]].flat()) {
			if (empty(value)) continue;
			if (field.kind === 'group') eachReference(field.fields ?? [], value as Data, found);
			else if (field.kind === 'ref' || field.kind === 'media') found(field, String(value));
		}
	}
}

function whole(c: OfficeContent): OfficeContent {
	const references: Record<string, ContentCard> = {};
	const files: Record<string, Media> = {};
	eachReference(typeOf(c.type).fields, c.data, (field, id) => {
		const target = contents.find((other) => other.id === id);
		const file = media.find((m) => m.id === id);
		if (field.kind === 'ref' && target) references[id] = card(target);
		if (field.kind === 'media' && file) files[id] = file;
	});
	return { ...c, references, media: files, gates: gates(c), allowed_actions: actions(c) };
}

function find(id = ''): OfficeContent {
	const found = contents.find((c) => c.id === id);
	if (!found) throw new Refusal(404, 'content-not-found');
	return found;
}

function merged(target: unknown, patch: unknown): unknown {
	if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
	const base = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {};
	const result: Record<string, unknown> = { ...base };
	for (const [key, value] of Object.entries(patch)) {
		if (value === null) delete result[key];
		else result[key] = merged(result[key], value);
	}
	return result;
}

function record(c: OfficeContent, action: string, reason?: string) {
	const kept = history.get(c.id) ?? [];
	const said = { slug: c.slug, title: titleOf(c), ...(reason ? { reason } : {}) };
	const revision = { number: kept.length + 1, at: now(), author: me, action, ...said };
	history.set(c.id, [...kept, { revision, data: structuredClone(c.data) }]);
	c.version += 1;
	c.updated_at = now();
	c.updated_by = me;
}

const slugOf = (text: string) => slug(text) || 'senza-titolo';

function create({ body }: Call): OfficeContent {
	const type = typeOf(String(body.type));
	const data = (body.data ?? {}) as Data;
	const made: OfficeContent = {
		id: `c-${++sequence}`,
		type: type.type,
		version: 1,
		status: 'draft',
		slug: '',
		path: '',
		data,
		references: {},
		media: {},
		published: false,
		has_changes: false,
		created_at: now(),
		updated_at: now(),
		updated_by: me,
		gates: [],
		allowed_actions: []
	};
	made.slug = slugOf(titleOf(made).it ?? '');
	made.path = type.path.replace(/\{slug\}/, made.slug).replace(/\{\w+\}/, 'notizie');
	contents.unshift(made);
	record(made, 'created');
	return whole(made);
}

function save({ params, body, headers }: Call): OfficeContent {
	const c = find(params[0]);
	if (headers['if-match'] !== `"${c.version}"`) {
		throw new Refusal(412, 'version-mismatch', {
			updated_by: c.updated_by,
			updated_at: c.updated_at,
			version: c.version
		});
	}
	if (/www|http/.test(String(body.slug ?? ''))) throw new Refusal(422, 'slug-invalid');
	c.data = merged(c.data, body.data ?? {}) as Data;
	if (typeof body.slug === 'string') c.slug = body.slug;
	c.has_changes = c.published;
	record(c, 'saved');
	return whole(c);
}

function publish({ params, body }: Call): OfficeContent {
	const c = find(params[0]);
	const open = gates(c).filter((g) => g.severity === 'block' || (g.severity === 'override' && !body.override_reason));
	if (open.length) {
		throw new Refusal(422, 'content-not-ready', {
			errors: open.map((g) => ({ pointer: `/data/${g.field}`, code: g.code }))
		});
	}
	const later = typeof body.publish_at === 'string' && body.publish_at > now();
	c.status = later ? 'scheduled' : 'published';
	c.published ||= !later;
	c.has_changes = false;
	if (later) c.publish_at = String(body.publish_at);
	else {
		c.published_at = now();
		delete c.publish_at;
	}
	if (body.expires_at) c.expires_at = String(body.expires_at);
	record(c, later ? 'scheduled' : 'published', body.override_reason as string | undefined);
	return whole(c);
}

function moved(status: OfficeContent['status'], action: string) {
	return ({ params, body }: Call): OfficeContent => {
		const c = find(params[0]);
		c.status = status;
		if (status === 'unpublished') {
			c.published = false;
			if (body.redirect_to) {
				redirects.unshift({
					id: `r-${++sequence}`,
					from_path: c.path,
					to_path: String(body.redirect_to),
					gone: false,
					automatic: true,
					created_at: now(),
					created_by: me
				});
			}
		}
		record(c, action, (body.reason ?? body.note) as string | undefined);
		return whole(c);
	};
}

function list({ query }: Call) {
	const text = (query.get('q') ?? '').toLowerCase();
	const type = query.get('type');
	const base = contents.filter(
		(c) =>
			(!type || type.split(',').includes(c.type)) &&
			(!text || JSON.stringify(titleOf(c)).toLowerCase().includes(text)) &&
			(query.get('mine') !== 'true' || c.updated_by === me)
	);
	const counts: Record<string, number> = {};
	for (const c of base) counts[c.status] = (counts[c.status] ?? 0) + 1;
	const status = query.get('status');
	const found = base.filter((c) => !status || c.status === status);
	const sorted = found.toSorted((a, b) =>
		query.get('sort') === 'title'
			? (titleOf(a).it ?? '').localeCompare(titleOf(b).it ?? '')
			: b.updated_at.localeCompare(a.updated_at)
	);
	const items = sorted.slice(0, 50).map((c) => ({
		id: c.id,
		type: c.type,
		title: titleOf(c),
		status: c.status,
		path: c.path,
		has_changes: c.has_changes,
		updated_at: c.updated_at,
		updated_by: c.updated_by,
		publish_at: c.publish_at,
		expires_at: c.expires_at
	}));
	return { items, total: found.length, counts };
}

function plain(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value.replaceAll(/<[^>]+>/g, ' ').trim();
	if (Array.isArray(value)) return value.map(plain).join('; ');
	if (typeof value === 'object') return Object.values(value).map(plain).filter(Boolean).join(' · ');
	return String(value);
}

function differences({ params, query }: Call): { items: Difference[] } {
	const kept = history.get(params[0] ?? '') ?? [];
	const data = (n: string | null) => kept.find((k) => k.revision.number === Number(n))?.data ?? {};
	const [before, after] = [data(query.get('from')), data(query.get('to'))];
	const items = typeOf(find(params[0]).type).fields.flatMap((field): Difference[] => {
		const [old, fresh] = [plain(before[field.key]), plain(after[field.key])];
		if (old === fresh) return [];
		return [{ field: field.key, label: field.label, before: old, after: fresh, parts: parts(old, fresh) }];
	});
	return { items };
}

/** The words in common at both ends are the same; the rest went and came. */
function parts(before: string, after: string): Difference['parts'] {
	const [a, b] = [before.split(/(?<= )/), after.split(/(?<= )/)];
	let start = 0;
	while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
	let end = 0;
	while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
	const part = (op: 'same' | 'added' | 'removed', words: string[]) => ({ op, text: words.join('') });
	return [
		part('same', a.slice(0, start)),
		part('removed', a.slice(start, a.length - end)),
		part('added', b.slice(start, b.length - end)),
		part('same', a.slice(a.length - end))
	].filter((p) => p.text);
}

function expanded(fields: Field[], data: Data): Data {
	const one = (field: Field, value: unknown): unknown => {
		if (field.kind === 'term') return termOf(field.vocabulary, value);
		if (field.kind === 'media') return media.find((m) => m.id === value);
		if (field.kind === 'group') return expanded(field.fields ?? [], value as Data);
		if (field.kind !== 'ref') return value;
		const target = contents.find((c) => c.id === value);
		return target && card(target);
	};
	return Object.fromEntries(
		fields
			.filter((field) => !empty(data[field.key]))
			.map((field) => {
				const value = data[field.key];
				return [field.key, Array.isArray(value) ? value.map((v) => one(field, v)) : one(field, value)];
			})
	);
}

function preview({ body }: Call): Content {
	const type = typeOf(String(body.type));
	const data = (body.data ?? {}) as Data;
	const c: OfficeContent = {
		...(contents.find((known) => known.id === body.id) ?? (contents[0] as OfficeContent)),
		type: type.type,
		data
	};
	const image = media.find((m) => m.id === data.image);
	return {
		...card(c),
		...(image ? { image } : {}),
		data: expanded(type.fields, data),
		groups: type.groups.map((g) => ({ id: g.id, title: g.title, anchor: g.anchor ?? '' })),
		breadcrumb: [
			{ title: { it: 'Home', en: 'Home' }, path: '/' },
			{ title: type.plural, path: '/' }
		],
		inverse: {},
		languages: ['it', 'en'],
		canonical_path: c.path
	};
}

const redirects: Redirect[] = [
	{
		id: 'r-1',
		from_path: '/novita/notizie/la-biblioteca-apre-la-sera',
		to_path: '/novita/notizie/la-biblioteca-apre-anche-la-sera',
		gone: false,
		automatic: true,
		created_at: '2026-11-11T09:00:00Z',
		created_by: 'Giulia Redatti'
	},
	{
		id: 'r-2',
		from_path: '/vecchia-pagina.html',
		gone: true,
		automatic: false,
		created_at: '2026-11-01T09:00:00Z',
		created_by: me
	}
];

function references({ query }: Call) {
	const text = (query.get('q') ?? '').toLowerCase();
	const allowed = query.get('types')?.split(',').filter(Boolean) ?? [];
	const items = contents
		.filter((c) => allowed.length === 0 || allowed.includes(c.type) || allowed.includes('any'))
		.map(card)
		.filter((c) => !text || `${c.title.it} ${c.title.en}`.toLowerCase().includes(text))
		.slice(0, 10);
	return { items };
}

/** Reads the one file of a multipart form, and its texts. */
function form(call: Call) {
	const boundary = /boundary=([^;]+)/.exec(String(call.headers['content-type']))?.[1] ?? '';
	const texts: Record<string, string> = {};
	let file: { name: string; mime: string; bytes: Buffer } | undefined;
	for (const part of call.raw.toString('latin1').split(`--${boundary}`)) {
		const [head = '', ...rest] = part.split('\r\n\r\n');
		const name = /name="([^"]+)"/.exec(head)?.[1];
		if (!name) continue;
		const bytes = Buffer.from(rest.join('\r\n\r\n').replace(/\r\n$/, ''), 'latin1');
		const fileName = /filename="([^"]*)"/.exec(head)?.[1];
		const mime = /content-type:\s*(\S+)/i.exec(head)?.[1] ?? 'application/octet-stream';
		if (fileName === undefined) texts[name] = bytes.toString('utf8');
		else file = { name: fileName, mime, bytes };
	}
	return { texts, file };
}

const localized = (text = ''): Localized => {
	try {
		return JSON.parse(text) as Localized;
	} catch {
		return { it: text };
	}
};

function upload(call: Call): Media {
	const { texts, file } = form(call);
	if (!file) throw new Refusal(422, 'validation');
	if (/html|svg/.test(file.mime)) throw new Refusal(422, 'media-type-not-allowed');
	const kind = (/^(image|video|audio)/.exec(file.mime)?.[1] ?? 'document') as Media['kind'];
	const url = `data:${file.mime};base64,${file.bytes.toString('base64')}`;
	const made: Media = {
		id: `media-${++sequence}`,
		kind,
		title: localized(texts.title),
		alt: localized(texts.alt),
		...(texts.credits ? { credits: texts.credits } : {}),
		...(texts.licence ? { licence: texts.licence } : {}),
		mime: file.mime,
		size: file.bytes.length,
		file_name: file.name,
		url,
		...(kind === 'image' ? { width: 1200, height: 800, focal_point: { x: 0.5, y: 0.5 } } : {}),
		accessible: kind === 'document',
		renditions: kind === 'image' ? [{ width: 768, height: 512, format: 'webp', url }] : []
	};
	media.unshift(made);
	return made;
}

function mediaList({ query }: Call) {
	const text = (query.get('q') ?? '').toLowerCase();
	const kind = query.get('kind');
	const items = media.filter(
		(m) => (!kind || m.kind === kind) && (!text || `${m.title.it} ${m.file_name}`.toLowerCase().includes(text))
	);
	return { items, total: items.length };
}

function mediaOne(id = ''): Media {
	const found = media.find((m) => m.id === id);
	if (!found) throw new Refusal(404, 'media-not-found');
	return found;
}

/** A file as editors see it, with the contents that show it. */
function mediaWhole(file: Media): OfficeMedia {
	const uses = contents
		.filter((c) => JSON.stringify(c.data).includes(`"${file.id}"`))
		.map((c) => ({
			content_id: c.id,
			type: c.type,
			title: titleOf(c).it ?? '',
			path: c.path,
			published: c.published
		}));
	return { ...file, version: 1, state: 'ready', created_at: now(), updated_at: now(), updated_by: me, uses };
}

function matched(call: Call, kept: { version: number; updated_by?: string; updated_at: string }) {
	if (call.headers['if-match'] === `"${kept.version}"`) return;
	throw new Refusal(412, 'version-mismatch', { updated_by: kept.updated_by, updated_at: kept.updated_at });
}

function saveSite(call: Call): OfficeSite {
	matched(call, site);
	const settings = call.body as unknown as OfficeSite['settings'];
	const errors = settings.live_label.it?.startsWith('Vivere ')
		? []
		: [{ pointer: '/live_label/it', code: 'live_label' }];
	if (errors.length) throw new Refusal(422, 'site-settings-invalid', { errors });
	return Object.assign(site, { settings, version: site.version + 1, updated_by: me, updated_at: now() });
}

function saveEvidence(call: Call): Evidence {
	const slot = slots.find((known) => known.slot === call.params[0]);
	if (!slot) throw new Refusal(404, 'evidence-slot-not-found');
	matched(call, slot);
	const items = (call.body.contents as string[]).map((wanted) => card(find(wanted)));
	return Object.assign(slot, { items, version: slot.version + 1, updated_by: me, updated_at: now() });
}

const slots: Evidence[] = (
	[
		['home.hero', 'Pagina iniziale: contenuto principale', 1, ['news', 'event'], ['c-1']],
		['home.news', 'Pagina iniziale: novità', 3, ['news'], ['c-1', 'c-3']],
		['home.administration', 'Pagina iniziale: amministrazione', 3, ['organizational_unit', 'public_person'], []]
	] as const
).map(([slot, label, max, allowed, chosen]) => ({
	slot,
	label: { it: label },
	max,
	types: [...allowed],
	items: chosen.map((wanted) => card(find(wanted))),
	version: 1,
	updated_by: 'Giulia Redatti',
	updated_at: now()
}));

const id = '([^/]+)';
const at = (path: string) => new RegExp(`^/office/${path}$`);

export const editorRoutes: Route[] = [
	['GET', at('content-types'), () => ({ items: types })],
	['GET', new RegExp(`^/vocabularies/${id}$`), ({ params }) => ({ items: vocabularies[params[0] ?? ''] ?? [] })],
	['GET', at('contents'), list],
	['POST', at('contents'), create],
	['GET', at(`contents/${id}`), ({ params }) => whole(find(params[0]))],
	['PATCH', at(`contents/${id}`), save],
	[
		'DELETE',
		at(`contents/${id}`),
		({ params }) => {
			const c = find(params[0]);
			contents.splice(contents.indexOf(c), 1);
		}
	],
	[
		'POST',
		at(`contents/${id}/copies`),
		(call) => {
			const c = find(call.params[0]);
			const data = structuredClone(c.data);
			if (data.title) data.title = { it: `${titleOf(c).it} (copia)` };
			return create({ ...call, body: { type: c.type, data } });
		}
	],
	['PUT', at(`contents/${id}/review`), moved('in_review', 'review-asked')],
	['PUT', at(`contents/${id}/return`), moved('draft', 'review-ended')],
	['PUT', at(`contents/${id}/publication`), publish],
	['PUT', at(`contents/${id}/withdrawal`), moved('unpublished', 'withdrawn')],
	['PUT', at(`contents/${id}/archiving`), moved('archived', 'archived')],
	['DELETE', at(`contents/${id}/archiving`), moved('published', 'unarchived')],
	[
		'GET',
		at(`contents/${id}/revisions`),
		({ params }) => ({ items: (history.get(params[0] ?? '') ?? []).map((k) => k.revision).toReversed() })
	],
	['GET', at(`contents/${id}/differences`), differences],
	[
		'PUT',
		at(`contents/${id}/restoration`),
		({ params, body }) => {
			const c = find(params[0]);
			const kept = history.get(c.id)?.find((k) => k.revision.number === body.revision);
			c.data = structuredClone(kept?.data ?? c.data);
			c.has_changes = c.published;
			record(c, 'restored', `${body.revision}`);
			return whole(c);
		}
	],
	['POST', at('content-previews'), preview],
	['GET', at('references'), references],
	['GET', at('redirects'), () => ({ items: redirects, total: redirects.length })],
	[
		'POST',
		at('redirects'),
		({ body }) => {
			if (redirects.some((r) => r.from_path === body.from_path)) throw new Refusal(409, 'redirect-exists');
			const made = {
				id: `r-${++sequence}`,
				gone: false,
				automatic: false,
				created_at: now(),
				created_by: me,
				...body
			} as Redirect;
			redirects.unshift(made);
			return made;
		}
	],
	[
		'DELETE',
		at(`redirects/${id}`),
		({ params }) => {
			const index = redirects.findIndex((r) => r.id === params[0]);
			if (index >= 0) redirects.splice(index, 1);
		}
	],
	['GET', at('site'), () => site],
	['PUT', at('site'), saveSite],
	['GET', at('evidence'), () => ({ items: slots })],
	['PUT', at(`evidence/${id}`), saveEvidence],
	['GET', at('editors'), () => ({ items: editors })],
	['PUT', at(`editors/${id}`), ({ params, body }) => ({ operator_id: params[0], grants: body.grants })],
	['GET', at('media'), mediaList],
	['POST', at('media'), upload],
	['GET', at(`media/${id}`), ({ params }) => mediaWhole(mediaOne(params[0]))],
	['PATCH', at(`media/${id}`), ({ params, body }) => mediaWhole(Object.assign(mediaOne(params[0]), body))],
	[
		'PUT',
		at(`media/${id}/file`),
		(call) => {
			const { file } = form(call);
			const kept = mediaOne(call.params[0]);
			if (!file) throw new Refusal(422, 'validation');
			const url = `data:${file.mime};base64,${file.bytes.toString('base64')}`;
			const renditions = kept.kind === 'image' ? [{ width: 768, height: 512, format: 'webp' as const, url }] : [];
			Object.assign(kept, { url, file_name: file.name, mime: file.mime, size: file.bytes.length, renditions });
			return mediaWhole(kept);
		}
	],
	[
		'DELETE',
		at(`media/${id}`),
		({ params }) => {
			media.splice(media.indexOf(mediaOne(params[0])), 1);
		}
	]
];
