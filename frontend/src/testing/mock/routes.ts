/** Every made-up answer under /api/v1, and how one is found: for the front door and for Storybook. */
import { areaRoutes } from './area.ts';
import { Refusal, type Call, type Route } from './call.ts';
import { editorRoutes } from './editor.ts';
import * as data from './fixtures.ts';
import { formRoutes } from './forms.ts';
import { siteRoutes } from './site.ts';

const applications = new Map<string, ReturnType<typeof data.officeApplication>>();
function application(id = '') {
	if (!applications.has(id)) applications.set(id, data.officeApplication(id));
	const found = applications.get(id);
	if (!found) throw new Refusal(404, 'application-not-found');
	return found;
}

function services({ query }: Call) {
	const text = (query.get('q') ?? '').toLowerCase();
	const category = query.get('category');
	const items = data.sheets.filter(
		(s) =>
			(!category || s.category.id === category) &&
			(!text || `${s.title.it} ${s.title.en} ${s.summary.it}`.toLowerCase().includes(text))
	);
	return { items, total: items.length };
}

function office({ query, cookie }: Call) {
	if (!cookie.includes('mock=operator')) throw new Refusal(401, 'unauthorized');
	const text = (query.get('q') ?? '').toLowerCase();
	const status = query.get('status') ?? 'open';
	const open = (s: string) => ['registered', 'in_progress', 'integration_requested', 'submitted'].includes(s);
	const found = data.officeList.filter(
		(a) => !text || `${a.number} ${a.applicant.name} ${a.applicant.tax_code}`.toLowerCase().includes(text)
	);
	const tabs: Record<string, (a: (typeof found)[number]) => boolean> = {
		open: (a) => open(a.status),
		mine: (a) => Boolean(a.assignee) && open(a.status),
		unassigned: (a) => !a.assignee && open(a.status),
		integration: (a) => a.status === 'integration_requested',
		closed: (a) => !open(a.status),
		all: () => true
	};
	const items = found.filter(tabs[status] ?? tabs.open!);
	const counts = Object.fromEntries(Object.entries(tabs).map(([tab, holds]) => [tab, found.filter(holds).length]));
	return { items, total: items.length, ...(query.get('counts') === 'true' ? { counts } : {}) };
}

function session({ cookie }: Call) {
	if (cookie.includes('mock=operator')) {
		const operator = {
			id: 'op-1',
			name: 'Operatore Mobilità',
			email: 'mobilita@borgolago.example',
			roles: ['operator', 'admin'],
			offices: ['mobility']
		};
		return { authenticated: true, kind: 'operator', operator };
	}
	if (cookie.includes('mock=citizen')) {
		const person = {
			id: 'p-1',
			given_name: 'Anna',
			family_name: 'Esempio',
			tax_code: 'SMPNNA80A41Z999W',
			language: 'it'
		};
		return { authenticated: true, kind: 'citizen', person, provider: 'spid', level: 2 };
	}
	return { authenticated: false };
}

const verified = (code: string) => ({
	valid: code.replaceAll('-', '').toUpperCase() === 'ABCDEFGHJKLM',
	kind: 'receipt',
	number: '0000123/2026',
	title: { it: 'Ricevuta di presentazione', en: 'Receipt of submission' },
	issued_at: '2026-11-20T09:00:00Z',
	tenant: data.tenant.name,
	sha256: '0'.repeat(64),
	service: data.sheets[0]?.title
});

/** Answers under /api/v1; the first that fits is given. */
export const routes: Route[] = [
	...siteRoutes,
	...areaRoutes,
	...formRoutes,
	...editorRoutes,
	['GET', /^\/tenant$/, () => data.tenant],
	['GET', /^\/service-categories$/, () => ({ items: data.categories })],
	['GET', /^\/services$/, services],
	[
		'GET',
		/^\/services\/([^/]+)$/,
		({ params }) => {
			const found = data.sheets.find((s) => s.id === params[0]);
			if (!found) throw new Refusal(404, 'service-not-found');
			return found;
		}
	],
	['GET', /^\/auth\/providers$/, () => ({ items: data.providers })],
	['GET', /^\/auth\/session$/, session],
	['PUT', /^\/auth\/session$/, session],
	['DELETE', /^\/auth\/session$/, ({ response }) => void response.setHeader('Set-Cookie', 'mock=; Path=/; Max-Age=0')],
	[
		'POST',
		/^\/auth\/operator-session$/,
		({ body, response }) => {
			if (body.password === 'sbagliata') throw new Refusal(401, 'invalid-credentials');
			response.setHeader('Set-Cookie', 'mock=operator; Path=/');
			return session({ cookie: 'mock=operator' } as Call);
		}
	],
	['GET', /^\/document-verifications\/([^/]+)$/, ({ params }) => verified(params[0] ?? '')],
	['POST', /^\/document-verifications$/, () => verified('7ZK3M-9QXW2-R8TFV-5HCJ1')],
	['GET', /^\/office\/applications$/, office],
	['GET', /^\/office\/applications\/([^/]+)$/, ({ params }) => application(params[0])],
	['GET', /^\/office\/applications\/([^/]+)\/messages$/, () => ({ items: data.messages })],
	[
		'POST',
		/^\/office\/applications\/([^/]+)\/messages$/,
		({ params, body }) => {
			const message = {
				id: `m-${data.messages.length}`,
				application_id: params[0] ?? '',
				from: 'office' as const,
				author: 'Operatore Mobilità',
				subject: '',
				body: String(body.body),
				sent_at: new Date().toISOString(),
				attachments: []
			};
			data.messages.push(message);
			return message;
		}
	],
	[
		'PUT',
		/^\/office\/applications\/([^/]+)\/assignment$/,
		({ params }) =>
			Object.assign(application(params[0]), {
				status: 'in_progress',
				assignee: { id: 'op-1', name: 'Operatore Mobilità' },
				allowed_actions: ['release', 'message', 'request_integration', 'accept', 'reject']
			})
	],
	[
		'DELETE',
		/^\/office\/applications\/([^/]+)\/assignment$/,
		({ params }) =>
			Object.assign(application(params[0]), { assignee: undefined, allowed_actions: ['assign', 'message'] })
	],
	[
		'POST',
		/^\/office\/applications\/([^/]+)\/integration-requests$/,
		({ params }) =>
			Object.assign(application(params[0]), { status: 'integration_requested', allowed_actions: ['message'] })
	],
	[
		'PUT',
		/^\/office\/applications\/([^/]+)\/decision$/,
		({ params, body }) => Object.assign(application(params[0]), { status: body.outcome, allowed_actions: ['message'] })
	],
	[
		'GET',
		/^\/office\/jobs$/,
		({ query }) => ({ items: data.jobs.filter((j) => j.state === (query.get('state') ?? 'failed')) })
	],
	[
		'POST',
		/^\/office\/jobs\/([^/]+)\/retry$/,
		({ params }) => ({ ...data.jobs.find((j) => j.id === params[0]), state: 'waiting' })
	]
];

/** reply finds the answer to a call: its status and its body, a problem document where it is refused. */
export function reply(method: string, path: string, call: Omit<Call, 'params'>, known: Route[] = routes) {
	const route = known.find(([verb, pattern]) => verb === method && pattern.test(path));
	try {
		if (!route) throw new Refusal(404, 'not-found');
		return { status: 200, body: route[2]({ ...call, params: (route[1].exec(path) ?? []).slice(1) }) };
	} catch (thrown) {
		if (!(thrown instanceof Refusal)) console.error(thrown);
		const { status, code, more } = thrown instanceof Refusal ? thrown : { status: 500, code: 'unexpected', more: {} };
		return { status, body: { type: `about:blank#${code}`, title: code, status, code, request_id: 'mock', ...more } };
	}
}
