import type { Meta } from '@storybook/svelte-vite';
import Pagination from '#lib/components/Pagination.svelte';
import { official } from '../support/story.ts';

export default {
	component: Pagination,
	parameters: official('componenti/paginazione')
} satisfies Meta<typeof Pagination>;

export const First = { args: { next: '?cursor=2' } };
export const Middle = { args: { previous: '?', next: '?cursor=3' } };
export const Last = { args: { previous: '?' } };
