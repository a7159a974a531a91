import Still from '#lib/components/Still.svelte';
import Footer from '#lib/features/site/Footer.svelte';
import { site } from '#testing/mock/site-fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: Still,
	parameters: { layout: 'fullscreen', ...official('menu-di-navigazione/footer') }
};

/** In the browser, where nothing was written by the server, the part is fetched and shown. */
export const Fetched = { args: { server: null, load: async () => Footer, props: { site } } };
