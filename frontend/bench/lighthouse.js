/**
 * Lighthouse with its mobile defaults on the public pages of the running
 * product at BASE_URL: medians of five runs, beside what was measured for the
 * official templates. Writes a table of backend/bench/README.md and fails when
 * a page misses its goal.
 */
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { base, pages } from './pages.js';
import { browserPath, writeTable } from './report.js';

const runs = Number(process.env.RUNS ?? 5);

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** One page, measured several times with an empty profile each. */
async function measure(path) {
	const all = [];
	for (let i = 0; i < runs; i++) {
		const chrome = await launch({ chromePath: browserPath(), chromeFlags: ['--headless=new', '--no-sandbox'] });
		try {
			const { lhr } = await lighthouse(base + path, { port: chrome.port, logLevel: 'error', output: 'json' });
			const score = (name) => Math.round((lhr.categories[name]?.score ?? 0) * 100);
			const value = (name) => lhr.audits[name]?.numericValue ?? NaN;
			all.push({
				performance: score('performance'),
				accessibility: score('accessibility'),
				practices: score('best-practices'),
				seo: score('seo'),
				lcp: value('largest-contentful-paint'),
				tbt: value('total-blocking-time'),
				cls: value('cumulative-layout-shift'),
				failed: Object.values(lhr.categories)
					.filter(({ id }) => id !== 'performance')
					.flatMap(({ auditRefs }) =>
						auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id]?.score === 0).map(({ id }) => id)
					)
			});
		} finally {
			chrome.kill();
		}
	}
	const of = (key) => median(all.map((one) => one[key]));
	return {
		performance: of('performance'),
		accessibility: of('accessibility'),
		practices: of('practices'),
		seo: of('seo'),
		lcp: of('lcp'),
		tbt: of('tbt'),
		cls: of('cls'),
		failed: [...new Set(all.flatMap(({ failed }) => failed))]
	};
}

let missed = false;
const rows = [];
for (const { name, path, official } of pages) {
	const m = await measure(path);
	const met =
		m.performance >= 95 &&
		m.accessibility === 100 &&
		m.practices === 100 &&
		m.seo === 100 &&
		m.lcp <= official / 2 &&
		m.cls < 0.02;
	missed ||= !met;
	if (m.failed.length) process.stdout.write(`${name}: ${m.failed.join(', ')}\n`);
	rows.push(
		`| ${name} | ${m.performance} | ${m.accessibility} | ${m.practices} | ${m.seo} | ${Math.round(m.lcp)} | ${official} | ${Math.round(m.tbt)} | ${m.cls.toFixed(3)} | ${met ? 'met' : '**missed**'} |`
	);
}

writeTable('lighthouse', [
	`${new Date().toISOString().slice(0, 10)}, Lighthouse's mobile defaults, medians of ${runs} runs. LCP of the official static template of the`,
	'nearest kind (home, list, sheet) as measured once on this class of machine; times in ms.',
	'Goals: performance 95, the others 100, LCP at most half of the template, layout shift under 0.02.',
	'',
	'| page | performance | accessibility | best practices | SEO | LCP | template | blocking | shift | goal |',
	'|---|--:|--:|--:|--:|--:|--:|--:|--:|---|',
	...rows
]);
process.exitCode = missed ? 1 : 0;
