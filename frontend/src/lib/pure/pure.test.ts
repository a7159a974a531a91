import { describe, expect, it } from 'vitest';
import { dateParts, daysUntil, formatDate, formatDateTime, todayInItaly } from './dates.ts';
import { formatBytes, formatName, isAccepted } from './files.ts';
import { htmlText } from './html.ts';
import { parseMarkdown } from './markdown.ts';
import { formatMoney, parseMoney } from './money.ts';
import { safePath } from './paths.ts';

describe('dates', () => {
	it('writes days in the language of the page', () => {
		expect(formatDate('2026-11-24', 'it')).toBe('24 novembre 2026');
		expect(formatDate('2026-11-24', 'en')).toBe('24 November 2026');
		expect(formatDate('2026-11-24', 'it', 'short')).toBe('24/11/2026');
		expect(formatDate('', 'it')).toBe('');
		expect(formatDate('nonsense', 'it')).toBe('');
	});

	it('shows instants at the Italian hour, summer and winter', () => {
		expect(formatDateTime('2026-11-24T08:30:00Z', 'it')).toBe('24/11/2026, 09:30');
		expect(formatDateTime('2026-07-01T08:30:00Z', 'it')).toBe('01/07/2026, 10:30');
	});

	it('counts days by the Italian calendar', () => {
		const lateEvening = new Date('2026-11-23T23:30:00Z');
		expect(todayInItaly(lateEvening)).toBe('2026-11-24');
		expect(daysUntil('2026-11-24', lateEvening)).toBe(0);
		expect(daysUntil('2026-12-24', lateEvening)).toBe(30);
		expect(daysUntil('2026-11-20T10:00:00Z', lateEvening)).toBe(-4);
	});

	it('splits a day for the timeline', () => {
		expect(dateParts('2026-11-04', 'it')).toEqual({ day: '04', month: 'nov', year: '2026' });
		expect(dateParts('', 'it')).toBeNull();
	});
});

describe('money', () => {
	it('writes cents as euros', () => {
		expect(formatMoney(1600, 'it').replaceAll('\u00a0', ' ')).toBe('16,00 €');
		expect(formatMoney(1600, 'en')).toBe('€16.00');
	});

	it.each([
		['12', 1200],
		['12,5', 1250],
		['12.50', 1250],
		['1.234,50', 123450],
		['1.234', 123400],
		['€ 3', 300],
		['12,345', null],
		['abc', null],
		['', null]
	])('reads %s as %s', (text, cents) => {
		expect(parseMoney(text)).toBe(cents);
	});
});

describe('files', () => {
	it('writes sizes and names of formats', () => {
		expect(formatBytes(800, 'it')).toBe('800 B');
		expect(formatBytes(182_000, 'it')).toBe('182 kB');
		expect(formatBytes(1_500_000, 'it')).toBe('1,5 MB');
		expect(formatName('application/pdf')).toBe('PDF');
	});

	it('accepts by type, by family and by name', () => {
		const pdf = { name: 'a.PDF', type: 'application/pdf' };
		expect(isAccepted(pdf, ['application/pdf'])).toBe(true);
		expect(isAccepted(pdf, ['image/*'])).toBe(false);
		expect(isAccepted(pdf, ['.pdf'])).toBe(true);
		expect(isAccepted(pdf, [])).toBe(true);
	});
});

describe('markdown', () => {
	it('reads paragraphs, lists, bold and links', () => {
		expect(parseMarkdown('Uno **due**\n\n- a\n- [b](/c)\n\n1. x')).toEqual([
			{
				kind: 'paragraph',
				inline: [
					{ kind: 'text', text: 'Uno ' },
					{ kind: 'strong', text: 'due' }
				]
			},
			{
				kind: 'list',
				ordered: false,
				items: [[{ kind: 'text', text: 'a' }], [{ kind: 'link', text: 'b', href: '/c' }]]
			},
			{ kind: 'list', ordered: true, items: [[{ kind: 'text', text: 'x' }]] }
		]);
	});

	it.each(['javascript:alert(1)', '//evil.example', 'data:text/html,x'])('makes no link of %s', (href) => {
		expect(JSON.stringify(parseMarkdown(`[clicca](${href})`))).not.toContain('"link"');
	});

	it('keeps HTML as plain words', () => {
		expect(parseMarkdown('<b>ciao</b>')).toEqual([
			{ kind: 'paragraph', inline: [{ kind: 'text', text: '<b>ciao</b>' }] }
		]);
	});
});

describe('htmlText', () => {
	it('reads the words without the marks', () => {
		expect(htmlText('<p>Uno &amp; <strong>due</strong></p><ul><li>tre &lt;4&gt;</li></ul>')).toBe('Uno & due tre <4>');
	});
});

describe('safePath', () => {
	it.each([
		['/servizi/ztl-permit/richiesta?x=1', '/servizi/ztl-permit/richiesta?x=1'],
		['//evil.example', '/area-personale'],
		['/\\evil.example', '/area-personale'],
		['https://evil.example', '/area-personale'],
		['/a\nb', '/area-personale'],
		[null, '/area-personale']
	])('%s → %s', (given, want) => {
		expect(safePath(given)).toBe(want);
	});
});
