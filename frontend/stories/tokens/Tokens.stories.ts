import type { Meta, StoryContext } from '@storybook/svelte-vite';
import { municipalities } from 'virtual:tokens';
import { official } from '../support/story.ts';
import Tokens from './Tokens.svelte';

export default {
	component: Tokens,
	parameters: official('utilities/colori', 'organizzare-i-contenuti/tipografia'),
	render: (_: object, { globals }: StoryContext) => ({
		Component: Tokens,
		props: { municipality: globals.municipality as string }
	})
} satisfies Meta<typeof Tokens>;

export const Chosen = {};
/** The municipality of the demo that has a colour of its own. */
export const OwnColour = { globals: { municipality: municipalities.at(-1)?.name } };
