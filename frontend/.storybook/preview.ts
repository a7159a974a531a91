import '#lib/i18n/all.ts';
import '../src/styles/main.scss';
import type { Preview } from '@storybook/svelte-vite';
import { toLang } from '#lib/i18n/index.ts';
import { municipalities } from 'virtual:tokens';
import { mockAPI } from '../stories/support/mock.ts';
import Themed from '../stories/support/Themed.svelte';

/** The rules that the site keeps: WCAG 2.2, levels A and AA. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A link of a component leads nowhere here: only whole pages have the rest of the site. */
document.addEventListener('click', (event) => {
	const link = (event.target as Element).closest?.('a[href^="/"]');
	if (link && !link.closest('[data-screen]')) event.preventDefault();
});

const preview: Preview = {
	tags: ['!autodocs'],
	parameters: {
		a11y: { test: 'error', options: { runOnly: { type: 'tag', values: rules } } },
		controls: { expanded: true },
		options: {
			storySort: { order: ['tokens', 'official', 'components', 'site', 'content', 'services', 'office', 'pages'] }
		}
	},
	initialGlobals: { lang: 'it', municipality: municipalities[0]?.name },
	globalTypes: {
		municipality: {
			name: 'Municipality',
			toolbar: {
				icon: 'paintbrush',
				items: municipalities.map(({ name, primary }) => ({ value: name, title: `${name} ${primary ?? ''}` })),
				dynamicTitle: true
			}
		},
		lang: {
			name: 'Language',
			toolbar: {
				icon: 'globe',
				items: [
					{ value: 'it', title: 'Italiano' },
					{ value: 'en', title: 'English' }
				],
				dynamicTitle: true
			}
		}
	},
	decorators: [
		(_, { globals }) => {
			const { primary } = municipalities.find(({ name }) => name === globals.municipality) ?? {};
			return { Component: Themed, props: { primary } };
		}
	],
	beforeEach: ({ globals }) => {
		document.documentElement.lang = toLang(globals.lang as string);
		mockAPI();
	}
};

export default preview;
