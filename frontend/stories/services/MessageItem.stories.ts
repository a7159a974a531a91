import type { Meta } from '@storybook/svelte-vite';
import MessageItem from '#lib/features/messages/MessageItem.svelte';
import '../../src/styles/area.scss';
import { messages } from '#testing/mock/fixtures.ts';
import { official } from '../support/story.ts';

export default {
	component: MessageItem,
	parameters: official('componenti/card')
} satisfies Meta<typeof MessageItem>;

export const FromOffice = { args: { message: messages[0]! } };
export const FromApplicant = { args: { message: messages[1]! } };
export const Short = { args: { message: messages[1]!, short: true } };
