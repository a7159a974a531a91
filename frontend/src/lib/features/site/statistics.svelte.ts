/**
 * The statistics of visits at Web Analytics Italia, for municipalities that have
 * an account there. Nothing is loaded before a person agrees, no cookies are
 * kept, and only public pages are counted.
 */

/** host is where the script of Web Analytics Italia comes from and its figures go to. */
export const host = 'https://ingestion.webanalytics.italia.it';

/** allowHost widens a Content Security Policy by that host, for what the script does and for nothing else. */
export const allowHost = (policy: string): string =>
	policy.replaceAll(/\b(script-src|connect-src|img-src) /g, `$1 ${host} `);

/** Answer is what a person said about being counted. */
export type Answer = 'yes' | 'no';

const key = 'statistics';
const keptFor = 183 * 24 * 3600 * 1000;

function remembered(): Answer | undefined {
	try {
		const { answer, at } = JSON.parse(localStorage.getItem(key) ?? '{}') as { answer?: Answer; at?: number };
		return answer && at && Date.now() - at < keptFor ? answer : undefined;
	} catch {
		return undefined;
	}
}

/** The page may have come with a policy of its own that cannot be widened, as plain files do. */
const forbidden = (): boolean => {
	const policy = document.querySelector('meta[http-equiv="content-security-policy" i]')?.getAttribute('content');
	return policy !== undefined && policy !== null && !policy.includes(host);
};

class Consent {
	answer = $state<Answer | undefined>();
	/** until the browser's memory was read nothing is asked */
	known = $state(false);

	/** recall reads what was answered on this device. */
	recall() {
		this.known = !forbidden();
		this.answer = remembered();
	}

	/** give keeps an answer; where the browser keeps nothing it holds for this visit. */
	give(answer: Answer) {
		this.answer = answer;
		try {
			localStorage.setItem(key, JSON.stringify({ answer, at: Date.now() }));
		} catch {
			// Private windows may refuse: asked again at the next visit.
		}
	}
}

export const consent = new Consent();

interface Counted extends Window {
	_paq?: unknown[][];
}

let begun = false;

/** count counts a visit to a page. Its address comes without what follows the path: what people look for is theirs. */
export function count(siteId: string, address: string, title: string): void {
	const calls = ((window as Counted)._paq ??= []);
	if (!begun) {
		begun = true;
		calls.push(['disableCookies'], ['disableBrowserFeatureDetection'], ['setDoNotTrack', true]);
		calls.push(['setTrackerUrl', `${host}/matomo.php`], ['setSiteId', siteId]);
		const script = document.createElement('script');
		script.async = true;
		script.src = `${host}/matomo.js`;
		document.head.append(script);
	}
	calls.push(['setCustomUrl', address]);
	calls.push(['setDocumentTitle', title]);
	calls.push(['trackPageView']);
}
