import type { Meta } from '@storybook/svelte-vite';
import Markdown from '#lib/components/Markdown.svelte';
import { official } from '../support/story.ts';

export default {
	component: Markdown,
	parameters: official('organizzare-i-contenuti/tipografia')
} satisfies Meta<typeof Markdown>;

export const Default = {
	args: {
		text: '### Chi può chiederlo\n\nLo chiede **chi abita** nella zona; vedi [il regolamento](/regolamento).\n\n- residenti\n- chi ha un garage\n\n1. accedi\n2. compila\n3. invia'
	}
};
