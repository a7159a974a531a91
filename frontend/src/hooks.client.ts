import type { ClientInit } from '@sveltejs/kit/hooks';
import { loadTexts } from '#lib/i18n/bundles.ts';
import { toLang } from '#lib/i18n/index.ts';

/** The page's language, by the same rule as on the server (plain files come without one), and its texts. */
export const init: ClientInit = async () => {
	const root = document.documentElement;
	const asked = new URLSearchParams(location.search).get('lang');
	const kept = /(?:^|; )lang=(\w+)/.exec(document.cookie)?.[1];
	if (asked && asked !== kept) {
		document.cookie = `lang=${toLang(asked)}; path=/; max-age=31536000; samesite=lax`;
	}
	root.lang = toLang(asked ?? kept ?? root.lang);
	await loadTexts('public');
};
