import { defineParams } from '@sveltejs/kit/params';
import { administrationLists, documentLists, newsLists, serviceCategories } from '#lib/features/site/sections.ts';

const among = (values: readonly string[]) => (value: string) => (values.includes(value) ? value : undefined);

/** What the second parts of addresses may be: everything else is somebody's page. */
export const params = defineParams({
	administration: among(Object.keys(administrationLists)),
	document: among(Object.keys(documentLists)),
	news: among(newsLists),
	category: among(serviceCategories)
});
