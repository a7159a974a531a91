import { readTokens } from './tokens.js';

const colours = /#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^()]*\)/gi;

/** @param {string} text @returns {[number, number, number, number] | undefined} red, green, blue from 0 to 1, alpha */
function parse(text) {
	if (text.startsWith('#')) {
		const digits = text.slice(1);
		if (![3, 6].includes(digits.length)) return undefined;
		const long = digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits;
		const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16) / 255);
		return [r, g, b, 1];
	}
	const parts = text.slice(text.indexOf('(') + 1, -1).split(/[\s,/]+/);
	/** @param {number} i @param {number} whole */
	const value = (i, whole) => parseFloat(parts[i] ?? '') / (parts[i]?.endsWith('%') ? 100 : whole);
	const alpha = parts.length > 3 ? value(3, 1) : 1;
	if (!text.startsWith('hsl')) return [value(0, 255), value(1, 255), value(2, 255), alpha];
	const [h, s, l] = [parseFloat(parts[0] ?? ''), value(1, 1), value(2, 1)];
	/** @param {number} n */
	const channel = (n) => {
		const k = (n + h / 30) % 12;
		return l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
	};
	return [channel(0), channel(8), channel(4), alpha];
}

/**
 * How much of the primary colour there is in another: 1 in itself, less in its darker shades, nothing in the others.
 * @param {number[]} colour
 * @param {number[]} primary
 */
function share(colour, primary) {
	const top = primary.indexOf(Math.max(...primary));
	const part = (colour[top] ?? 0) / (primary[top] || 1);
	const same = primary.every((value, i) => Math.abs((colour[i] ?? 0) - value * part) < 0.004);
	return same && part > 0.1 && part < 1.004 ? Math.min(1, part) : 0;
}

/**
 * A PostCSS plugin that lets a municipality have its own primary colour: the primary colour and its darker and clearer
 * shades, wherever the rules say them, follow the custom property --bs-primary, which the page sets.
 * @returns {import('postcss').Plugin}
 */
export function theme() {
	return {
		postcssPlugin: 'sportello-theme',
		Once(root, { result, Rule }) {
			if (!/styles\/\w+\.scss/.test(result.opts.from ?? '')) return;
			const primary = parse(readTokens().primary?.value ?? '')?.slice(0, 3) ?? [];
			const own = new Rule({ selector: '.sp-theme' });
			root.walkDecls((declaration) => {
				if (declaration.prop === '--bs-primary' || declaration.value.includes('url(')) return;
				const before = declaration.value;
				declaration.value = before.replaceAll(colours, (text) => {
					const colour = parse(text);
					const part = colour ? share(colour, primary) : 0;
					if (!part || !colour) return text;
					const shade =
						part > 0.996 ? 'var(--bs-primary)' : `color-mix(in srgb, var(--bs-primary) ${round(part)}, #000)`;
					return colour[3] < 1 ? `color-mix(in srgb, ${shade} ${round(colour[3])}, transparent)` : shade;
				});
				// A property worked out at the root would keep the root's colour.
				const { parent } = declaration;
				if (declaration.value !== before && parent?.type === 'rule' && parent.selector === ':root')
					own.append(declaration.clone());
			});
			if (own.nodes?.length) root.append(own);
		}
	};
}

/** @param {number} part */
const round = (part) => `${Math.round(part * 1000) / 10}%`;
