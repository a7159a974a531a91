import { describe, expect, it } from 'vitest';
import { sheets, tenant } from '#testing/mock/fixtures.ts';
import { metatag, splitAddress } from './metatag.ts';

describe('metatag', () => {
	const [service] = sheets;
	const read = () => JSON.parse(metatag(service!, tenant, 'http://localhost/servizi/ztl-permit', 'it'));

	it('has every key of the recommendation, as a non-empty text', () => {
		const d = read();
		const { serviceUrl, serviceLocation } = d.availableChannel;
		const { streetAddress, postalCode, addressLocality } = serviceLocation.address;
		expect([d.name, d.serviceType, d.serviceOperator.name, d.areaServed.name, d.audience.audienceType]).not.toContain(
			''
		);
		expect(serviceUrl).toBe('http://localhost/servizi/ztl-permit/richiesta');
		expect([streetAddress, postalCode, addressLocality]).toEqual(['Piazza del Municipio 1', '00000', 'Borgolago']);
	});

	it('cannot close the script it is written in', () => {
		const hostile = { ...service!, title: { it: '</script><script>alert(1)', en: '' } };
		expect(metatag(hostile, tenant, 'http://localhost/x', 'it')).not.toContain('<');
	});

	it('reads addresses with and without a postal code', () => {
		expect(splitAddress('Via Roma 1').streetAddress).toBe('Via Roma 1');
		expect(splitAddress('Via Roma 1, 00100 Città (XX)').addressLocality).toBe('Città');
	});
});
