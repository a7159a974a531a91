import adapterNode from '@sveltejs/adapter-node';
import adapterStatic from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { purge } from './tools/purge.js';

/** STATIC=1 builds the site as plain files: everything runs in the browser, against the API. */
const isStatic = process.env.STATIC === '1';

/** Only the server writes values as code; the browser would carry the writer for nothing. */
const withoutUneval: Plugin = {
	name: 'sportello-without-uneval',
	apply: 'build',
	load(id) {
		if (this.environment.name !== 'client' || !id.endsWith('/devalue/src/uneval.js')) return null;
		return "export function uneval() { throw new Error('values are written as code on the server only'); }";
	}
};

export default defineConfig({
	plugins: [
		withoutUneval,
		sveltekit({
			adapter: isStatic
				? adapterStatic({ pages: 'build-static', assets: 'build-static', fallback: '200.html', precompress: true })
				: adapterNode({ out: 'build', precompress: true }),
			csp: {
				mode: 'hash',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self'],
					'style-src-attr': ['unsafe-inline'],
					'img-src': ['self', 'data:', 'blob:'],
					'font-src': ['self'],
					'connect-src': ['self'],
					'object-src': ['self', 'blob:'],
					'frame-src': ['self', 'blob:'],
					'base-uri': ['self'],
					'form-action': ['self'],
					...(isStatic ? {} : { 'frame-ancestors': ['self'] })
				}
			}
		})
	],
	css: {
		postcss: { plugins: process.env.NODE_ENV === 'production' ? [purge()] : [] },
		preprocessorOptions: {
			scss: {
				loadPaths: ['node_modules'],
				quietDeps: true,
				silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function']
			}
		}
	},
	server: { port: 4100, proxy: { '/api': { target: process.env.API_URL ?? 'http://127.0.0.1:8080' } } },
	test: {
		environment: 'jsdom',
		include: ['src/**/*.test.ts'],
		setupFiles: ['src/testing/setup.ts'],
		restoreMocks: true
	},
	resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined
});
