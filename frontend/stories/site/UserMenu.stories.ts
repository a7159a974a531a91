import type { Meta } from '@storybook/svelte-vite';
import UserMenu from '#lib/features/site/UserMenu.svelte';
import { nothing, official } from '../support/story.ts';

export default {
	component: UserMenu,
	parameters: official('componenti/dropdown'),
	args: { onsignout: nothing }
} satisfies Meta<typeof UserMenu>;

export const Citizen = { args: { operator: false, name: 'Anna Esempio' } };
export const Operator = { args: { operator: true, name: 'Operatore Mobilità' } };
