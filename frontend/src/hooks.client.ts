import type { ClientInit } from '@sveltejs/kit/hooks';
import { toLang } from '#lib/i18n/index.ts';

/** When the site runs from plain files no server wrote the page's language: do it here. */
export const init: ClientInit = () => {
	const root = document.documentElement;
	if (root.lang !== '%lang%') return;
	const asked = new URLSearchParams(location.search).get('lang');
	const kept = /(?:^|; )lang=(\w+)/.exec(document.cookie)?.[1];
	if (asked) document.cookie = `lang=${toLang(asked)}; path=/; max-age=31536000; samesite=lax`;
	root.lang = toLang(asked ?? kept);
};
