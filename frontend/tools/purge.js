import postcss from 'postcss';
import { PurgeCSS } from 'purgecss';

/**
 * A PostCSS plugin that drops the rules whose classes no component names.
 * Class names stay as Bootstrap Italia writes them.
 * @returns {import('postcss').Plugin}
 */
export function purge() {
	const purger = new PurgeCSS();
	return {
		postcssPlugin: 'sportello-purge',
		async OnceExit(root, { result }) {
			if (!result.opts.from?.endsWith('styles/main.scss')) return;
			const [purged] = await purger.purge({
				content: ['src/**/*.svelte', 'src/**/*.ts', 'src/app.html'],
				css: [{ raw: root.toString() }],
				defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
				safelist: {
					standard: [
						'html',
						'body',
						'hover',
						'focus',
						'disabled',
						'checked',
						/^(icon|btn|alert|chip|badge|callout|point-list)(-|$)/,
						/^bg-(primary|secondary|success|danger|warning)$/
					]
				},
				keyframes: true
			});
			root.removeAll();
			root.append(postcss.parse(purged?.css ?? '', { from: result.opts.from }).nodes);
		}
	};
}
