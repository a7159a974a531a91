import { lang, shelve, type Lang, type Texts } from './index.ts';

/** A bundle is what one part of the site says in one language: it travels only when it is needed. */
const bundles = {
	public: { it: () => import('./bundles/public.it.ts'), en: () => import('./bundles/public.en.ts') },
	feedback: { it: () => import('./bundles/feedback.it.ts'), en: () => import('./bundles/feedback.en.ts') },
	special: { it: () => import('./bundles/special.it.ts'), en: () => import('./bundles/special.en.ts') },
	statistics: { it: () => import('./bundles/statistics.it.ts'), en: () => import('./bundles/statistics.en.ts') },
	help: { it: () => import('./bundles/help.it.ts'), en: () => import('./bundles/help.en.ts') },
	documents: { it: () => import('./bundles/documents.it.ts'), en: () => import('./bundles/documents.en.ts') },
	developers: {
		it: () => import('./bundles/developers.it.ts'),
		en: () => import('./bundles/developers.en.ts')
	},
	errors: { it: () => import('./bundles/errors.it.ts'), en: () => import('./bundles/errors.en.ts') },
	identity: { it: () => import('./bundles/identity.it.ts'), en: () => import('./bundles/identity.en.ts') },
	page: { it: () => import('./bundles/page.it.ts'), en: () => import('./bundles/page.en.ts') },
	area: { it: () => import('./bundles/area.it.ts'), en: () => import('./bundles/area.en.ts') },
	office: { it: () => import('./bundles/office.it.ts'), en: () => import('./bundles/office.en.ts') }
} satisfies Record<string, Record<Lang, () => Promise<{ default: Texts }>>>;

/** loadTexts fetches the texts of a part of the site in this page's language. */
export async function loadTexts(bundle: keyof typeof bundles): Promise<void> {
	const language = lang();
	shelve(language, (await bundles[bundle][language]()).default);
}
