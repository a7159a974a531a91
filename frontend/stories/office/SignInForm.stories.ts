import type { Meta } from '@storybook/svelte-vite';
import SignInForm from '#lib/features/office/SignInForm.svelte';
import { nothing, official } from '../support/story.ts';

export default {
	component: SignInForm,
	parameters: official('form/input'),
	args: { onsignedin: nothing }
} satisfies Meta<typeof SignInForm>;

export const Default = {};
