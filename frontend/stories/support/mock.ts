/** The API of the stories: the invented answers of dev:mock, in the browser. */
import type { Call, Route } from '#testing/mock/call.ts';
import { Refusal } from '#testing/mock/call.ts';
import { reply, routes } from '#testing/mock/routes.ts';
import { picture } from '#testing/mock/site.ts';

/** Mock says who is signed in and which answers differ, by path: a body, or the status of a refusal. */
export interface Mock {
	as?: 'citizen' | 'operator';
	answers?: Record<string, unknown>;
}

/** drawn puts the made-up pictures where their addresses are: no server draws them here. */
export function drawn<T>(value: T): T {
	const json = JSON.stringify(value) ?? 'null';
	return JSON.parse(
		json.replaceAll(
			/\/media\/picture-\d+\.svg/g,
			(path) => `data:image/svg+xml,${encodeURIComponent(picture(path) ?? '')}`
		)
	) as T;
}

/** The forms of the catalogue as the server works them out: a new service shows once its golden file is written. */
const forms = import.meta.glob<string>('../../../backend/internal/modules/catalogue/testdata/TestForms__*.golden', {
	query: '?raw',
	import: 'default'
});
const serviceOf = (path: string) => /TestForms__(.+)\.golden$/.exec(path)?.[1] ?? '';
export const services = Object.keys(forms).map(serviceOf);

async function stepsOf(service: string | undefined): Promise<unknown> {
	const path = Object.keys(forms).find((one) => serviceOf(one) === service);
	return path && JSON.parse((await forms[path]?.()) ?? '');
}

let mock: Mock = {};

/** mockAPI sets what the API answers from now on. */
export function mockAPI(wanted: Mock = {}): void {
	mock = wanted;
}

const special = (): Route[] =>
	Object.entries(mock.answers ?? {}).flatMap(([path, body]) =>
		['GET', 'POST', 'PUT', 'PATCH'].map((method): Route => [
			method,
			new RegExp(`^${path}$`),
			() => {
				if (typeof body === 'number') throw new Refusal(body, 'unexpected');
				return body;
			}
		])
	);

const known = globalThis.fetch.bind(globalThis);

globalThis.fetch = async (input, init = {}) => {
	const url = new URL(input instanceof Request ? input.url : input, location.href);
	if (!url.pathname.startsWith('/api/v1/')) return known(input, init);
	const path = url.pathname.slice('/api/v1'.length);
	const text = typeof init.body === 'string' ? init.body : '{}';
	const call = {
		query: url.searchParams,
		body: JSON.parse(text) as Call['body'],
		headers: Object.fromEntries(new Headers(init.headers)),
		cookie: mock.as ? `mock=${mock.as}` : '',
		response: { setHeader: () => undefined } as unknown as Call['response'],
		raw: undefined as unknown as Call['raw']
	};
	const { status, body } = reply(init.method ?? 'GET', path, call, [...special(), ...routes]);
	const steps = await stepsOf(/^\/services\/([^/]+)\/form$/.exec(path)?.[1]);
	if (steps && status === 200) Object.assign(body as object, { steps });
	return new Response(body === undefined ? null : JSON.stringify(drawn(body)), {
		status: body === undefined ? 204 : status
	});
};
