/**
 * A front door for working on the site without the backend: it answers
 * /api/v1 with invented data and passes the rest to the site (SITE_URL).
 * `npm run dev:mock` starts it together with the development server.
 */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { reply } from './routes.ts';
import { picture } from './site.ts';

const port = Number(process.env.MOCK_PORT ?? 4110);
const site = new URL(process.env.SITE_URL ?? 'http://127.0.0.1:4100');

async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

function parse(raw: Buffer): Record<string, unknown> {
	try {
		return JSON.parse(raw.toString('utf8')) as Record<string, unknown>;
	} catch {
		return {};
	}
}

function send(response: ServerResponse, status: number, body: unknown) {
	const type = status < 400 ? 'application/json' : 'application/problem+json';
	response.writeHead(body === undefined ? 204 : status, body === undefined ? {} : { 'Content-Type': type });
	response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function answer(request: IncomingMessage, response: ServerResponse, url: URL) {
	const raw = await readBody(request);
	const { headers } = request;
	const call = { query: url.searchParams, body: parse(raw), raw, headers, cookie: headers.cookie ?? '', response };
	const { status, body } = reply(request.method ?? 'GET', url.pathname.slice('/api/v1'.length), call);
	send(response, status, body);
}

function pass(request: IncomingMessage, response: ServerResponse) {
	const options = {
		host: site.hostname,
		port: site.port,
		path: request.url,
		method: request.method,
		headers: request.headers
	};
	const onward = forward(options, (answered) => {
		response.writeHead(answered.statusCode ?? 502, answered.headers);
		answered.pipe(response);
	});
	onward.on('error', () => send(response, 502, { title: 'site not running', status: 502, code: 'bad-gateway' }));
	request.pipe(onward);
}

const server = createServer((request, response) => {
	const url = new URL(request.url ?? '/', 'http://localhost');
	const drawn = picture(url.pathname);
	if (url.pathname.startsWith('/api/v1/')) void answer(request, response, url);
	else if (drawn) response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(drawn);
	else pass(request, response);
});

/** The development server reloads pages through a WebSocket. */
server.on('upgrade', (request, socket) => {
	const onward = forward({ host: site.hostname, port: site.port, path: request.url, headers: request.headers });
	onward.on('upgrade', (answered, upstream) => {
		const headers = Object.entries(answered.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
		socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('')}\r\n`);
		upstream.pipe(socket).pipe(upstream);
	});
	onward.on('error', () => socket.destroy());
	socket.on('error', () => onward.destroy());
	onward.end();
});

server.listen(port, '127.0.0.1', () => console.log(`mock: http://localhost:${port} → site ${site.origin}`));
