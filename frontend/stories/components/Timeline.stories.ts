import type { Meta } from '@storybook/svelte-vite';
import Timeline from '#lib/components/Timeline.svelte';
import { officeApplication, officeList } from '#testing/mock/fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: Timeline,
	parameters: official('componenti/timeline')
} satisfies Meta<typeof Timeline>;

export const Open = { args: { entries: officeApplication(officeList[1]!.id)!.timeline } };
export const WithNote = {
	args: {
		entries: [{ id: 'a', kind: 'rejected', state: 'done', at: '2026-11-20T09:00:00Z', note: 'La targa non è tua.' }]
	}
};
