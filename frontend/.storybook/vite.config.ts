import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { contrastGuard } from '../tools/contrast.js';
import { scss } from '../tools/scss.js';
import { theme } from '../tools/theme.js';
import { tokensModule } from './tokens.ts';

const stand = (name: string) => fileURLToPath(new URL(`./app/${name}.ts`, import.meta.url));

/** The site's components and styles without SvelteKit, whose few modules have stand-ins here. Nothing is purged. */
export default defineConfig({
	plugins: [contrastGuard(), tokensModule(), svelte({ configFile: false, compilerOptions: { runes: true } })],
	css: { postcss: { plugins: [theme()] }, preprocessorOptions: { scss } },
	resolve: {
		alias: {
			'$app/env': stand('env'),
			'$app/navigation': stand('navigation'),
			'$app/state': stand('state.svelte')
		}
	},
	build: { chunkSizeWarningLimit: 4000, reportCompressedSize: false }
});
