import { describe, expect, it } from 'vitest';
import { isTaxCode, normalizeTaxCode } from './tax-code.ts';

describe('isTaxCode', () => {
	it.each([
		['RSSMRA85M01H501Q', true],
		['rssmra85m01 h501q', true],
		['RSSMRA85M01H501Z', false],
		['RSSMRA85M01H501', false],
		['', false],
		['12345678901', false]
	])('%s → %s', (code, want) => {
		expect(isTaxCode(code)).toBe(want);
	});

	it('writes capitals without spaces', () => {
		expect(normalizeTaxCode(' rssmra85m01 h501q ')).toBe('RSSMRA85M01H501Q');
	});
});
