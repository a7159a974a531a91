import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'node:fs';
import type { Plugin } from 'vite';
import { measure } from '../tools/contrast.js';
import { readTokens, tokensFile } from '../tools/tokens.js';

const name = 'virtual:tokens';
const seeds = fileURLToPath(new URL('../../backend/seeds/contents/', import.meta.url));

/** The municipalities of the demo, with the colour each has in its settings. */
function municipalities() {
	const found = globSync('*/site.yaml', { cwd: seeds }).map((file) => {
		const primary = /^primary: "?(#[0-9a-f]{6})/im.exec(readFileSync(seeds + file, 'utf8'))?.[1];
		return { name: file.split('/')[0] ?? '', primary: primary?.toLowerCase() };
	});
	return found.toSorted((a, b) => a.name.localeCompare(b.name)).map((one) => ({ ...one, pairs: measure(one.primary) }));
}

/** The design tokens as a module, for the page that shows them and the toolbar that chooses a municipality. */
export function tokensModule(): Plugin {
	return {
		name: 'sportello-tokens',
		resolveId: (id) => (id === name ? `\0${name}` : undefined),
		load(id) {
			if (id !== `\0${name}`) return undefined;
			this.addWatchFile(tokensFile);
			const values = { tokens: readTokens(), municipalities: municipalities() };
			return Object.entries(values)
				.map(([key, value]) => `export const ${key} = ${JSON.stringify(value)};`)
				.join('\n');
		}
	};
}
