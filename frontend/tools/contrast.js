/**
 * Whether the colours of the tokens can be read: WCAG 2.2, 1.4.3 (text, 4.5) and 1.4.11 (edges and focus, 3).
 * `node tools/contrast.js` looks at src/styles/_tokens.scss; `node tools/contrast.js '#1F6B45'` at the same with the
 * primary colour of a municipality. The build refuses what fails; the development servers say it over the page.
 */
import { pathToFileURL } from 'node:url';
import { contrast } from '../src/lib/features/editor/colours.ts';
import { readTokens, tokensFile } from './tokens.js';

/** What stands on what in the pages: token, ground, least ratio, where. */
const pairs = /** @type {const} */ ([
	['body-color', 'body-bg', 4.5, 'running text'],
	['body-color', 'sp-ground', 4.5, 'text in boxes'],
	['body-color', 'sp-tint', 4.5, 'text of what is chosen'],
	['body-color', 'sp-alert', 4.5, 'text of the band of simulations'],
	['primary', 'body-bg', 4.5, 'links, outlined buttons'],
	['primary', 'sp-ground', 4.5, 'links in boxes'],
	['primary', 'sp-tint', 4.5, 'links in what is chosen'],
	['white', 'primary', 4.5, 'text of buttons and of the header'],
	['white', 'header-slim-bg-color', 4.5, 'bar above the header'],
	['white', 'primary-a8', 4.5, 'footer'],
	['white', 'primary-a10', 4.5, 'end of the footer, pictures of topics'],
	['secondary', 'body-bg', 4.5, 'outlined side buttons'],
	['white', 'secondary', 4.5, 'side buttons, neutral badges'],
	['white', 'success', 4.5, 'badges of what went well'],
	['white', 'warning', 4.5, 'badges of what needs care'],
	['white', 'danger', 4.5, 'buttons that destroy, badges of what went wrong'],
	['success', 'body-bg', 4.5, 'words of what went well'],
	['warning', 'body-bg', 4.5, 'words of what needs care'],
	['danger', 'body-bg', 4.5, 'errors, outlined buttons that destroy'],
	['sp-ink', 'body-bg', 4.5, 'labels of forms'],
	['sp-ink', 'sp-ground', 4.5, 'tools of the editor'],
	['sp-soft', 'body-bg', 4.5, 'remarks and dates'],
	['sp-soft', 'sp-ground', 4.5, 'remarks in boxes'],
	['sp-wrong', 'body-bg', 4.5, 'errors under a field'],
	['sp-wrong', 'sp-ground', 4.5, 'errors in boxes'],
	['sp-care', 'body-bg', 4.5, 'what is not translated yet'],
	['sp-added-ink', 'sp-added', 4.5, 'words added'],
	['sp-removed-ink', 'sp-removed', 4.5, 'words taken away'],
	['sp-edge', 'body-bg', 3, 'edges of fields'],
	['sp-edge', 'sp-ground', 3, 'edges of fields in boxes'],
	['sp-focus', 'body-bg', 3, 'ring of the focus'],
	['sp-focus', 'sp-ground', 3, 'ring of the focus in boxes'],
	['sp-mark', 'body-bg', 3, 'line beside what asks for an answer']
]);

/** The measures by which the shades of the primary colour are darker. */
const shades = { 'primary-a8': 0.75, 'primary-a10': 0.5, 'header-slim-bg-color': 0.875, 'header-center-bg-color': 1 };

/** @param {string} hex @param {number} part */
const darker = (hex, part) =>
	`#${[1, 3, 5].map((at) => Math.round(parseInt(hex.slice(at, at + 2), 16) * part).toString(16).padStart(2, '0')).join('')}`; // prettier-ignore

/**
 * Every pair with its ratio; a primary colour takes the place of the one among the tokens, with its shades.
 * @param {string} [primary]
 */
export function measure(primary) {
	const tokens = readTokens();
	/** @param {string} name */
	const colour = (name) => {
		if (!primary) return tokens[name]?.value ?? '';
		const part = /** @type {Record<string, number>} */ (shades)[name];
		return name === 'primary' ? primary : part ? darker(primary, part) : (tokens[name]?.value ?? '');
	};
	return pairs.map(([token, on, needed, where]) => {
		const ratio = Math.floor(contrast(colour(token), colour(on)) * 100) / 100;
		return { token, on, needed, where, ratio, colour: colour(token), ground: colour(on), good: ratio >= needed };
	});
}

/** @param {ReturnType<typeof measure>} measured */
const complaint = (measured) =>
	measured
		.filter(({ good }) => !good)
		.map((p) => `$${p.token} (${p.colour}) on $${p.on} (${p.ground}): ${p.ratio}:1, needed ${p.needed}:1 (${p.where})`)
		.join('\n');

/**
 * Refuses a build whose colours cannot be read; while one works, says it over the page and in the terminal.
 * @returns {import('vite').Plugin}
 */
export function contrastGuard() {
	const check = () => complaint(measure());
	/** @param {import('vite').ViteDevServer} server */
	const tell = (server) => {
		const text = check();
		if (!text) return;
		const message = `Colours that cannot be read, in src/styles/_tokens.scss:\n${text}`;
		server.config.logger.warn(message, { timestamp: true });
		server.ws.send({ type: 'error', err: { message, stack: '', id: tokensFile, plugin: 'sportello-contrast' } });
	};
	return {
		name: 'sportello-contrast',
		buildStart() {
			const text = this.meta.watchMode || process.env.VITEST ? '' : check();
			if (text && this.environment.config.command === 'build') this.error(`Colours that cannot be read:\n${text}`);
		},
		configureServer(server) {
			server.ws.on('connection', () => setTimeout(() => tell(server), 500));
			// After the page has taken the change, which would wipe the words away.
			server.watcher.on('change', (file) => file === tokensFile && setTimeout(() => tell(server), 800));
		}
	};
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const text = complaint(measure(process.argv[2]?.toLowerCase()));
	if (text) {
		console.error(`Colours that cannot be read, in src/styles/_tokens.scss:\n${text}`);
		process.exitCode = 1;
	}
}
