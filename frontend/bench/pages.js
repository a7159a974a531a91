/** The public pages that are measured. */
export const base = process.env.BASE_URL ?? 'http://localhost:8080';

/** The first content of a type, so that no page is chosen for its lightness. */
async function firstOf(type) {
	const response = await fetch(`${base}/api/v1/contents?type=${type}&limit=1`);
	const { items } = await response.json();
	if (!items?.length) throw new Error(`no content of type ${type} is published`);
	return items[0].path;
}

/** LCP in ms of the official static templates of home, list and sheet, as measured on this class of machine. */
const official = { home: 4110, list: 3250, sheet: 3460 };

export const pages = [
	{ name: 'home', path: '/', official: official.home },
	{ name: 'service list', path: '/servizi', official: official.list },
	{ name: 'service sheet', path: await firstOf('service'), official: official.sheet },
	{ name: 'news', path: await firstOf('news'), official: official.sheet },
	{ name: 'unit', path: await firstOf('organizational_unit'), official: official.sheet },
	{ name: 'search results', path: '/ricerca?q=permesso', official: official.list }
];
