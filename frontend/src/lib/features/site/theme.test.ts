// @vitest-environment node
import postcss from 'postcss';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../../tools/contrast.js';
import { theme } from '../../../../tools/theme.js';
import { readTokens } from '../../../../tools/tokens.js';
import { themeOf } from './theme.ts';

describe('the colour of a municipality', () => {
	it('overrides the tokens on the page', () => {
		expect(themeOf('#1F6B45')).toBe('--bs-primary: #1f6b45; --bs-primary-rgb: 31, 107, 69');
	});

	it.each([undefined, '', '#0066CC', 'red; display: none'])('leaves them alone when it is %s', (primary) => {
		expect(themeOf(primary)).toBeUndefined();
	});

	it('is the usual one where the tokens say so', () => {
		expect(themeOf(readTokens().primary?.value)).toBeUndefined();
	});

	it('is followed by the primary colour and its shades, and by nothing else', async () => {
		const source =
			':root { --bs-primary: #06c; --bs-link-color: #0066cc } a { color: hsl(210, 100%, 30%); background: rgba(0, 102, 204, .25); border-color: #5d7083 }';
		const { css } = await postcss([theme()]).process(source, { from: 'src/styles/main.scss' });
		expect(css).toContain('--bs-primary: #06c');
		expect(css).toContain('color: color-mix(in srgb, var(--bs-primary) 75%, #000)');
		expect(css).toContain('background: color-mix(in srgb, var(--bs-primary) 25%, transparent)');
		expect(css).toContain('border-color: #5d7083');
		expect(css).toMatch(/\.sp-theme\s*{\s*--bs-link-color: var\(--bs-primary\)/);
	});
});

describe('contrast of the tokens', () => {
	const failing = (primary?: string) => measure(primary).filter(({ good }) => !good);

	it('is enough everywhere', () => {
		expect(failing()).toEqual([]);
	});

	it('names the token, the ratio and what is needed when it is not', () => {
		expect(failing('#66aaff')).toContainEqual(
			expect.objectContaining({ token: 'primary', on: 'body-bg', ratio: 2.39, needed: 4.5 })
		);
	});
});
