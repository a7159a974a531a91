import type { Meta } from '@storybook/svelte-vite';
import StatusTabs from '#lib/features/office/StatusTabs.svelte';
import { official } from '../support/story.ts';

export default {
	component: StatusTabs,
	parameters: official('componenti/tab'),
	args: {
		current: 'open',
		counts: { open: 5, mine: 2, unassigned: 3, integration: 1, closed: 2, all: 9 },
		href: (tab) => `?stato=${tab}`
	}
} satisfies Meta<typeof StatusTabs>;

export const Default = {};
