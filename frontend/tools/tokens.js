import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileString } from 'sass';
import { scss } from './scss.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The one file of design tokens. */
export const tokensFile = `${root}src/styles/_tokens.scss`;

/** What Bootstrap Italia makes of our tokens and shows: names only. */
const derived = ['white', 'black', 'header-slim-bg-color', 'header-center-bg-color', 'footer-bottom-background'];

/**
 * The tokens with their values as Sass works them out: colours as #rrggbb, with the remark beside them.
 * @returns {Record<string, { value: string; use: string; group: string }>}
 */
export function readTokens() {
	const text = readFileSync(tokensFile, 'utf8');
	/** @type {Record<string, { value: string; use: string; group: string }>} */
	const tokens = {};
	let group = '';
	for (const line of text.split('\n')) {
		const [, name, use = ''] = /^\$([\w-]+):.*?(?:\/\/ (.*))?$/.exec(line) ?? [];
		if (/^\/\/ [A-Z]/.test(line)) group = line.slice(3).split(/[.:]/)[0] ?? '';
		if (name) tokens[name] = { value: '', use, group };
	}
	for (const name of derived) tokens[name] ??= { value: '', use: '', group: '' };
	const { css } = compileString(
		`@use 'sass:color'; @use 'sass:meta'; @use 'sass:math';
		@import 'tokens', 'bootstrap-italia/src/scss/base/functions', 'bootstrap-italia/src/scss/base/variables';
		@function written($value) {
			@if meta.type-of($value) != 'color' { @return meta.inspect($value); }
			$value: color.to-space($value, rgb);
			@return math.round(color.channel($value, 'red')) math.round(color.channel($value, 'green'))
				math.round(color.channel($value, 'blue')) color;
		}
		:root { ${Object.keys(tokens)
			.map((name) => `--${name}: #{written($${name})};`)
			.join('\n')} }`,
		{ ...scss, loadPaths: [`${root}src/styles`, `${root}node_modules`] }
	);
	for (const [, name = '', value = ''] of css.matchAll(/--([\w-]+): ([^;]+);/g)) {
		const colour = /^(\d+) (\d+) (\d+) color$/.exec(value)?.slice(1);
		const token = tokens[name];
		if (token) token.value = colour ? `#${colour.map((n) => Number(n).toString(16).padStart(2, '0')).join('')}` : value;
	}
	return tokens;
}
