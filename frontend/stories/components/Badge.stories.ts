import Badge from '#lib/components/Badge.svelte';
import All from '../support/All.svelte';
import { official, words } from '../support/story.ts';

const children = words('In lavorazione');

export default { component: All, parameters: official('componenti/badge'), args: { of: Badge } };

export const Every = {
	args: {
		each: [
			{ kind: 'primary', children },
			{ kind: 'secondary', children },
			{ kind: 'success', children },
			{ kind: 'danger', children },
			{ kind: 'warning', children }
		]
	}
};
