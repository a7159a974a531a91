/** Finds a Chromium, or installs the system's, or says what is missing: a journey is never skipped. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const elsewhere = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

function runnable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function onPath(name: string): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
	return folders.map((folder) => join(folder, name)).find(runnable);
}

function find(): string | undefined {
	const chosen = process.env.CHROMIUM;
	if (chosen) {
		if (!runnable(chosen)) throw new Error(`CHROMIUM is ${chosen}, and no program is there.`);
		return chosen;
	}
	for (const command of commands) {
		const path = onPath(command);
		if (path) return path;
	}
	const downloaded = chromium.executablePath();
	return [...elsewhere, downloaded].find((path) => path && existsSync(path));
}

/** The administrator of a Debian or Ubuntu machine may install; anybody else is told what to install. */
function install(): void {
	if (process.getuid?.() !== 0 || !onPath('apt-get')) return;
	process.stderr.write('No browser here: installing the package chromium of this system.\n');
	const options = { stdio: 'inherit' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
	try {
		execFileSync('apt-get', ['update', '-qq'], options);
		execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
	} catch {
		process.stderr.write('The package chromium could not be installed.\n');
	}
}

/** browserPath is where the browser of the tests is. */
export function browserPath(): string {
	let path = find();
	if (!path) {
		install();
		path = find();
	}
	if (path) return path;
	throw new Error(
		'The end-to-end tests need Chromium or Chrome: install the package chromium, or set CHROMIUM to the path of one.'
	);
}

export function launch(): Promise<Browser> {
	return chromium.launch({
		executablePath: browserPath(),
		headless: process.env.HEADED !== '1',
		args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
	});
}
