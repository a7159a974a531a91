import type { Meta } from '@storybook/svelte-vite';
import Alerts from '#lib/features/site/Alerts.svelte';
import { site } from '#testing/mock/site-fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: Alerts,
	parameters: { layout: 'fullscreen', ...official('componenti/alert') }
} satisfies Meta<typeof Alerts>;

export const Warning = { args: { alerts: site.alerts } };
export const Danger = {
	args: { alerts: site.alerts.map((alert) => ({ ...alert, level: 'danger', dismissible: false })) }
};
