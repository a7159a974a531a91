import type { Meta } from '@storybook/svelte-vite';
import ErrorState from '#lib/components/ErrorState.svelte';
import { nothing, official } from '../support/story.ts';

const problem = { type: 'about:blank', title: 'Service unavailable', status: 503, code: 'http-503' };

export default {
	component: ErrorState,
	parameters: official('componenti/alert'),
	args: { problem }
} satisfies Meta<typeof ErrorState>;

export const Default = {};
export const WithRetry = { args: { onretry: nothing } };
export const WithCode = { args: { problem: { ...problem, request_id: '01J9' }, onretry: nothing } };
