/** Starts the mock (http://localhost:4110) and the development server behind it. */
import { spawn } from 'node:child_process';

const env = { ...process.env, API_URL: 'http://127.0.0.1:4110', SITE_URL: 'http://127.0.0.1:4100' };
const run = (script: string, ...args: string[]) =>
	spawn(process.execPath, [script, ...args], { env, stdio: 'inherit' });
const children = [
	run('src/testing/mock/server.ts'),
	run('node_modules/vite/bin/vite.js', 'dev', '--port', '4100', '--strictPort', '--host', '127.0.0.1')
];

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		for (const child of children) child.kill();
		process.exit(0);
	});
}
