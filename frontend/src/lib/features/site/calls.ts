import { data, read } from '#lib/api/http.ts';
import type { Site, SiteHome, SiteMap, SiteSection, SiteTopic, SiteTopics } from './types.ts';

type Fetch = typeof globalThis.fetch;

/** getSite reads what every page shows of its municipality. */
export const getSite = (fetch: Fetch) => data(read<Site>(fetch, '/site'));

/** getHome reads the home page. */
export const getHome = (fetch: Fetch) => data(read<SiteHome>(fetch, '/site/home'));

/** getSection reads the heading of a list page. */
export const getSection = (fetch: Fetch, id: string) => data(read<SiteSection>(fetch, `/site/sections/${id}`));

/** getTopics reads the page of all topics. */
export const getTopics = (fetch: Fetch) => data(read<SiteTopics>(fetch, '/site/topics'));

/** getTopic reads the page of a topic. */
export const getTopic = (fetch: Fetch, code: string) =>
	data(read<SiteTopic>(fetch, `/site/topics/${encodeURIComponent(code)}`));

/** getMap reads the site map. */
export const getMap = (fetch: Fetch) => data(read<SiteMap>(fetch, '/site/map'));
