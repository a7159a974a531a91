import type { Meta } from '@storybook/svelte-vite';
import FileLinks from '#lib/features/content/page/FileLinks.svelte';
import { pages } from '#testing/mock/pages.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const data = (type: string) => drawn(pages.find((one) => one.type === type)!.data) as Record<string, never>;

export default {
	component: FileLinks,
	parameters: official('componenti/card'),
	args: { files: data('public_document').files }
} satisfies Meta<typeof FileLinks>;

export const Default = {};
