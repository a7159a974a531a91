import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { format, lang, languages, messages, shelve, t, toLang } from './index.ts';

const folder = 'src/lib/i18n';
const read = (language: string, file: string) =>
	JSON.parse(readFileSync(`${folder}/${language}/${file}`, 'utf8')) as Record<string, string>;
const files = readdirSync(`${folder}/it`);

afterEach(() => {
	document.documentElement.lang = '';
});

describe('every text exists in every language', () => {
	it('has the same files', () => {
		for (const language of languages) expect(readdirSync(`${folder}/${language}`)).toEqual(files);
	});

	it.each(files)('%s has the same keys and the same parameters', (file) => {
		const italian = read('it', file);
		for (const language of languages) {
			const other = read(language, file);
			expect(Object.keys(other).sort()).toEqual(Object.keys(italian).sort());
			for (const [key, text] of Object.entries(other)) {
				const names = (s: string) => [...new Set(s.match(/\{\w+\}/g))].sort();
				expect(names(text), `${language}/${file}: ${key}`).toEqual(names(italian[key] ?? ''));
				expect(text.trim(), `${language}/${file}: ${key}`).not.toBe('');
			}
		}
	});
});

describe('messages', () => {
	shelve('it', { test: { hello: 'Ciao {name}', days: '{count} giorno | {count} giorni' } });
	shelve('en', { test: { hello: 'Hi {name}', days: '{count} day | {count} days' } });
	const m = messages<'hello' | 'days'>('test');

	it('speaks the language of the document', () => {
		expect(m.hello({ name: 'Anna' })).toBe('Ciao Anna');
		document.documentElement.lang = 'en';
		expect(lang()).toBe('en');
		expect(m.hello({ name: 'Anna' })).toBe('Hi Anna');
		expect(t({ it: 'uno', en: 'one' })).toBe('one');
		expect(t({ it: 'uno', en: '' })).toBe('uno');
	});

	it('chooses singular and plural', () => {
		expect(m.days({ count: 1 })).toBe('1 giorno');
		expect(m.days({ count: 0 })).toBe('0 giorni');
		expect(format('a | b')).toBe('a | b');
	});

	it('falls back on Italian for other languages', () => {
		expect(toLang('fr')).toBe('it');
		expect(toLang(null)).toBe('it');
	});
});
