import type { Meta } from '@storybook/svelte-vite';
import ContactBand from '#lib/features/site/ContactBand.svelte';
import { site } from '#testing/mock/site-fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: ContactBand,
	parameters: { layout: 'fullscreen', ...official('componenti/card', 'organizzare-i-contenuti/liste') },
	args: { contacts: site.contacts }
} satisfies Meta<typeof ContactBand>;

export const Default = {};
export const WithoutFaq = { args: { omit: 'faq' } };
