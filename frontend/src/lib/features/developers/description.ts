/** Schema is what the description of the API says of a value; only what is shown. */
export interface Schema {
	$ref?: string;
	type?: string;
	format?: string;
	description?: string;
	enum?: unknown[];
	example?: unknown;
	default?: unknown;
	nullable?: boolean;
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	additionalProperties?: Schema | boolean;
	allOf?: Schema[];
	anyOf?: Schema[];
	maxLength?: number;
	minimum?: number;
	maximum?: number;
}

interface Parameter {
	name: string;
	in: 'path' | 'query' | 'header' | 'cookie';
	description?: string;
	required?: boolean;
	schema?: Schema;
}

type Content = Record<string, { schema?: Schema }>;

interface RawOperation {
	operationId: string;
	summary?: string;
	description?: string;
	tags?: string[];
	parameters?: Parameter[];
	requestBody?: { content: Content };
	responses: Record<string, { description?: string; content?: Content }>;
	security?: Record<string, unknown>[];
}

/** Description is the OpenAPI document that the API gives of itself. */
export interface Description {
	info: { version: string; description?: string };
	tags?: { name: string; description?: string }[];
	paths: Record<string, Record<string, RawOperation>>;
	components: { schemas: Record<string, Schema> };
}

/** Body is what an operation takes or gives. */
export interface Body {
	media: string;
	schema?: Schema;
}

/** Operation is one call of the API, ready to be shown. */
export interface Operation {
	id: string;
	method: string;
	path: string;
	summary: string;
	description: string;
	open: boolean;
	parameters: Parameter[];
	body?: Body;
	answers: { status: string; description: string; body?: Body }[];
}

/** Group is the operations about one subject. */
export interface Group {
	name: string;
	description: string;
	operations: Operation[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** groups orders the operations by subject, as the description lists the subjects. */
export function groups(d: Description): Group[] {
	const all = new Map<string, Group>();
	for (const { name, description } of d.tags ?? []) {
		all.set(name, { name, description: description ?? '', operations: [] });
	}
	for (const [path, item] of Object.entries(d.paths)) {
		for (const method of methods) {
			const raw = item[method];
			if (!raw) continue;
			const tag = raw.tags?.[0] ?? 'other';
			const group = all.get(tag) ?? { name: tag, description: '', operations: [] };
			all.set(tag, group);
			group.operations.push(operation(method, path, raw));
		}
	}
	return [...all.values()].filter((group) => group.operations.length > 0);
}

function operation(method: string, path: string, raw: RawOperation): Operation {
	return {
		id: raw.operationId,
		method: method.toUpperCase(),
		path,
		summary: raw.summary ?? path,
		description: raw.description ?? '',
		open: !raw.security?.length,
		parameters: raw.parameters ?? [],
		body: body(raw.requestBody?.content),
		answers: Object.entries(raw.responses)
			.sort(([a], [b]) => a.localeCompare(b))
			.map(([status, answer]) => ({ status, description: answer.description ?? '', body: body(answer.content) }))
	};
}

function body(content: Content = {}): Body | undefined {
	const [first] = Object.entries(content);
	return first && { media: first[0], schema: first[1].schema };
}

/** search keeps the operations whose address or summary has every word. */
export function search(all: Group[], text: string): Group[] {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	const has = (o: Operation, group: Group) => {
		const about = `${o.method} ${o.path} ${o.summary} ${o.id} ${group.name}`.toLowerCase();
		return words.every((word) => about.includes(word));
	};
	return all
		.map((group) => ({ ...group, operations: group.operations.filter((o) => has(o, group)) }))
		.filter((group) => group.operations.length > 0);
}

/** nameOf is the name of the schema that a reference points at. */
export const nameOf = (schema: Schema | undefined) => schema?.$ref?.replace('#/components/schemas/', '');

/** resolve follows a reference, and a single one inside allOf. */
export function resolve(d: Description, schema: Schema | undefined): Schema {
	const name = nameOf(schema);
	if (name) return resolve(d, d.components.schemas[name] ?? {});
	const [only] = schema?.allOf ?? [];
	if (only && schema?.allOf?.length === 1) {
		const { allOf: _, ...rest } = schema;
		return { ...resolve(d, only), ...rest };
	}
	return schema ?? {};
}

/** typeName says in a few words what a value is: "string (date)", "array of Fee". */
export function typeName(schema: Schema | undefined): string {
	if (!schema) return '';
	const name = nameOf(schema) ?? nameOf(schema.allOf?.[0]);
	if (name) return name;
	if (schema.type === 'array') return `array of ${typeName(schema.items) || 'any'}`;
	if (schema.anyOf) return schema.anyOf.map(typeName).join(' | ');
	return `${schema.type ?? 'any'}${schema.format ? ` (${schema.format})` : ''}${schema.nullable ? ' | null' : ''}`;
}

/** inner is the schema whose properties are worth showing: of the value itself or of the items of a list. */
export function inner(d: Description, schema: Schema | undefined): Schema | undefined {
	const found = resolve(d, schema);
	if (found.type === 'array') return inner(d, found.items);
	return found.properties ? found : undefined;
}

/** example makes a value of the schema, from the examples it gives. */
export function example(d: Description, schema: Schema | undefined, depth = 0): unknown {
	const s = resolve(d, schema);
	if (s.example !== undefined) return s.example;
	if (s.enum?.length) return s.enum[0];
	if (s.default !== undefined) return s.default;
	if (depth > 6) return null;
	if (s.anyOf?.length) return example(d, s.anyOf[0], depth + 1);
	if (s.properties) {
		const entries = Object.entries(s.properties).filter(([name]) => depth < 2 || s.required?.includes(name));
		return Object.fromEntries(entries.map(([name, child]) => [name, example(d, child, depth + 1)]));
	}
	if (s.type === 'array') return s.items ? [example(d, s.items, depth + 1)] : [];
	return plain(s);
}

const samples: Record<string, string> = {
	uuid: '01990000-0000-7000-8000-000000000000',
	date: '2026-11-24',
	'date-time': '2026-11-24T09:30:00Z',
	email: 'anna.esempio@example.org'
};

function plain(s: Schema): unknown {
	if (s.type === 'string') return samples[s.format ?? ''] ?? 'string';
	if (s.type === 'integer' || s.type === 'number') return s.minimum ?? 0;
	if (s.type === 'boolean') return false;
	if (s.type === 'object') return {};
	return null;
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** curl is the operation as a command for the shell; what to fill in is in capitals. */
export function curl(d: Description, o: Operation, base: string): string {
	const path = o.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
	const needed = o.parameters.filter((p) => p.in === 'query' && p.required);
	const query = needed.map((p) => `${p.name}=${encodeURIComponent(text(example(d, p.schema)))}`).join('&');
	const lines = [`curl ${quoted(base + path + (query ? `?${query}` : ''))}`];
	if (o.method !== 'GET') lines[0] = `curl -X ${o.method} ${quoted(base + path + (query ? `?${query}` : ''))}`;
	if (!o.open) lines.push(`-H "Authorization: Bearer $TOKEN"`);
	for (const p of o.parameters.filter((one) => one.in === 'header' && one.required)) {
		lines.push(p.name === 'Idempotency-Key' ? `-H "Idempotency-Key: $(uuidgen)"` : `-H ${quoted(`${p.name}: VALUE`)}`);
	}
	if (o.body) lines.push(...payload(d, o.body));
	return lines.join(' \\\n  ');
}

function payload(d: Description, { media, schema }: Body): string[] {
	if (media.includes('json')) {
		return [`-H 'Content-Type: ${media}'`, `-d ${quoted(JSON.stringify(example(d, schema), null, 2))}`];
	}
	const fields = Object.entries(resolve(d, schema).properties ?? {});
	if (media === 'multipart/form-data') {
		return fields.map(([name, s]) =>
			s.format === 'binary' ? `-F ${name}=@FILE` : `-F ${quoted(`${name}=${text(example(d, s))}`)}`
		);
	}
	return fields.map(([name, s]) => `--data-urlencode ${quoted(`${name}=${text(example(d, s))}`)}`);
}

/** opens tells whether the answer can be looked at by following a link. */
export const opens = (o: Operation) =>
	o.method === 'GET' && o.open && !o.path.includes('{') && !o.parameters.some((p) => p.required);
