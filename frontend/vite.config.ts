import adapterNode from '@sveltejs/adapter-node';
import adapterStatic from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { contrastGuard } from './tools/contrast.js';
import { purge } from './tools/purge.js';
import { scss } from './tools/scss.js';
import { theme } from './tools/theme.js';

/** STATIC=1 builds the site as plain files: everything runs in the browser, against the API. */
const isStatic = process.env.STATIC === '1';

/**
 * What the page says of itself (version, base) is set before anything reads it:
 * the first script may hold nothing that does. Otherwise it would be read empty,
 * and every error page would look like an old build and load itself again
 * without end; `bootOrder` refuses such a build.
 */
const boot = {
	name: 'boot',
	test: /@sveltejs\/kit\/src\/runtime\/client\/payload\.js|vite\/preload-helper|rolldown\/runtime/,
	priority: 2
};
const bootOrder: Plugin = {
	name: 'sportello-boot-order',
	apply: 'build',
	generateBundle(_, bundle) {
		if (this.environment.name !== 'client') return;
		const chunks = new Map(Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])));
		const first = [...chunks.values()].find((one) => one.facadeModuleId?.endsWith('/runtime/client/entry.js'));
		const early = [...(first?.imports ?? [])];
		for (const name of early) {
			const chunk = chunks.get(name);
			if (chunk?.moduleIds.some((id) => id.endsWith('/runtime/app/env/client.js')))
				this.error(`${name} would read the version before it is set`);
			early.push(...(chunk?.imports ?? []).filter((other) => !early.includes(other)));
		}
	}
};

/** What every page needs travels in one file, what lists need in another: many small ones cost requests. */
const core = {
	name: 'core',
	test: new RegExp(
		[
			'node_modules/(svelte|esm-env|clsx|devalue)/',
			'@sveltejs/kit/src/(?!runtime/client/(entry|client-entry|payload)\\.js)',
			'src/lib/(api/(http|problem)|i18n/[^/]+|pure/dates|session\\.svelte)\\.ts',
			'src/lib/components/(Icon|Text|Button|Badge|Breadcrumb|PageTitle|Still|JsonLd)\\.',
			'src/lib/features/site/(Brand|PageEnd|PageHeading|Featured|links|calls)\\.',
			'src/lib/features/content/(ContentCard|ContentList|Picture|cards|calls)\\.',
			'src/lib/features/search/(SearchForm|calls)\\.'
		].join('|')
	),
	minShareCount: 2
};
const lists = {
	name: 'lists',
	test: /src\/lib\/(components\/(Alert|EmptyState|ErrorState)|features\/content\/(MoreList|NoResults))\./,
	minShareCount: 6
};
const explore = {
	name: 'explore',
	test: /src\/lib\/features\/site\/(Explore|ListPage|list|Categories)\./,
	minShareCount: 3
};

/** What the frameworks bring and the browser never calls here: writing values as code, custom elements. */
const uncalled: Record<string, string> = {
	'/devalue/src/uneval.js': 'uneval',
	'/svelte/src/internal/client/dom/elements/custom-element.js': 'create_custom_element'
};
const withoutUncalled: Plugin = {
	name: 'sportello-without-uncalled',
	apply: 'build',
	load(id) {
		const [, name] = Object.entries(uncalled).find(([file]) => id.endsWith(file)) ?? [];
		if (!name || this.environment.name !== 'client') return null;
		return `export function ${name}() { throw new Error('${name} is left out'); }`;
	}
};

export default defineConfig({
	plugins: [
		withoutUncalled,
		bootOrder,
		contrastGuard(),
		sveltekit({
			adapter: isStatic
				? adapterStatic({ pages: 'build-static', assets: 'build-static', fallback: '200.html', precompress: true })
				: adapterNode({ out: 'build', precompress: true }),
			// The table of routes stays on the server, which tells what a link needs when it is followed.
			router: { resolution: isStatic ? 'client' : 'server' },
			// Style sheets of a route are asked for by address: a relative one would change with the page.
			paths: { relative: false },
			compilerOptions: { runes: true },
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
	environments: {
		client: {
			build: { rolldownOptions: { output: { codeSplitting: { groups: [boot, core, lists, explore] } } } }
		}
	},
	css: {
		postcss: { plugins: [theme(), ...(process.env.NODE_ENV === 'production' ? [purge()] : [])] },
		preprocessorOptions: { scss }
	},
	server: { port: 4100, proxy: { '/api': { target: process.env.API_URL ?? 'http://127.0.0.1:8080' } } },
	test: {
		environment: 'jsdom',
		include: ['src/**/*.test.ts', 'stories/**/*.test.ts'],
		setupFiles: ['src/testing/setup.ts'],
		restoreMocks: true
	},
	resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined
});
