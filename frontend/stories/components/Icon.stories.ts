import Icon from '#lib/components/Icon.svelte';
import sprite from '#lib/components/icons.svg?raw';
import All from '../support/All.svelte';
import { official } from '../support/story.ts';

export default { component: All, parameters: official('utilities/icone'), args: { of: Icon } };

/** Every icon of the sprite, with its name. */
export const Names = {
	args: { each: [...sprite.matchAll(/id="(it-[\w-]+)"/g)].map(([, name]) => ({ name, title: name })) }
};
export const Sizes = { args: { each: ['xs', 'sm', 'md', 'lg', 'xl'].map((size) => ({ name: 'it-search', size })) } };
export const Colours = {
	args: {
		each: ['primary', 'secondary', 'success', 'danger', 'warning'].map((color) => ({ name: 'it-search', color }))
	}
};
