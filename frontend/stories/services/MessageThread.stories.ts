import type { Meta } from '@storybook/svelte-vite';
import MessageThread from '#lib/features/messages/MessageThread.svelte';
import '../../src/styles/area.scss';
import { messages } from '#testing/mock/fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: MessageThread,
	parameters: official('componenti/card', 'form/input'),
	args: { applicationId: 'a-1', messages }
} satisfies Meta<typeof MessageThread>;

export const Open = {};
export const Closed = { args: { writable: false } };
export const Empty = { args: { messages: [] } };
