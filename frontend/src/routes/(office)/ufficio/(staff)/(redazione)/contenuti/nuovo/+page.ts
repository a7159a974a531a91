import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ url, parent }) => {
	const { types } = await parent();
	const creatable = types.filter((type) => type.can.includes('create'));
	return { creatable, chosen: creatable.find((type) => type.type === url.searchParams.get('tipo')) };
};
