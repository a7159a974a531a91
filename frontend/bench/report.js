/** What the measures of pages share: the browser, and their tables in backend/bench/README.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const readme = fileURLToPath(new URL('../../backend/bench/README.md', import.meta.url));

/** Where a Chromium is. */
export function browserPath() {
	const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
	const found = candidates.find((path) => path && existsSync(path));
	if (!found) throw new Error('no Chromium: install it, or say where it is with CHROMIUM=/path/to/chromium');
	return found;
}

/** Prints the table and puts it between its marks. */
export function writeTable(name, lines) {
	const table = lines.join('\n');
	process.stdout.write(`${table}\n`);
	const [from, to] = [`<!-- ${name}: written by the run -->\n`, `<!-- /${name} -->`];
	const text = readFileSync(readme, 'utf8');
	const [start, end] = [text.indexOf(from) + from.length, text.indexOf(to)];
	if (start < from.length || end < start) throw new Error(`${readme} has no place for the table ${name}`);
	writeFileSync(readme, `${text.slice(0, start)}\n${table}\n\n${text.slice(end)}`);
}
