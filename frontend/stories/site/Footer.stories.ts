import type { Meta } from '@storybook/svelte-vite';
import Footer from '#lib/features/site/Footer.svelte';
import { site } from '#testing/mock/site-fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: Footer,
	parameters: { layout: 'fullscreen', ...official('menu-di-navigazione/footer') },
	args: { site }
} satisfies Meta<typeof Footer>;

export const Default = {};
export const WithoutEULogo = { args: { site: { ...site, eu_logo: false } } };
