import Button from '#lib/components/Button.svelte';
import All from '../support/All.svelte';
import { official, words } from '../support/story.ts';

const children = words('Richiedi');
const variants = [
	'primary',
	'secondary',
	'success',
	'danger',
	'outline-primary',
	'outline-secondary',
	'outline-danger',
	'link'
];

export default { component: All, parameters: official('componenti/buttons'), args: { of: Button } };

export const Variants = { args: { each: variants.map((variant) => ({ variant, children })) } };
export const Sizes = { args: { each: ['xs', 'sm', undefined, 'lg'].map((size) => ({ size, children })) } };
export const Links = { args: { each: variants.map((variant) => ({ variant, href: '/servizi', children })) } };
export const Pending = { args: { each: variants.map((variant) => ({ variant, pending: true, children })) } };
export const Disabled = { args: { each: variants.map((variant) => ({ variant, disabled: true, children })) } };
