import type { ServiceSheet } from '#lib/api/types.ts';
import { plainText } from '#lib/pure/markdown.ts';

/** Body is the municipality as the description names it. */
interface Body {
	name: string;
	contacts: { address: string };
}

/** metatag describes a service to machines (schema.org GovernmentService, recommendation R.SI.1.1). */
export function metatag(service: ServiceSheet, tenant: Body, address: string, lang: 'it' | 'en'): string {
	const { streetAddress, postalCode, addressLocality } = splitAddress(
		service.office.address || tenant.contacts.address
	);
	const description = {
		'@context': 'https://schema.org',
		'@type': 'GovernmentService',
		name: service.title[lang],
		serviceType: service.category.title[lang],
		serviceOperator: { '@type': 'GovernmentOrganization', name: tenant.name },
		areaServed: { '@type': 'AdministrativeArea', name: tenant.name },
		audience: { '@type': 'Audience', audienceType: plainText(service.audience[lang]) },
		availableChannel: {
			'@type': 'ServiceChannel',
			serviceUrl: service.online ? `${address}/richiesta` : address,
			serviceLocation: {
				'@type': 'Place',
				name: service.office.name[lang],
				address: { '@type': 'PostalAddress', streetAddress, postalCode, addressLocality }
			}
		}
	};
	return JSON.stringify(description).replaceAll('<', '\\u003c');
}

/** splitAddress reads "Piazza del Municipio 1, 00000 Borgolago (XX)". */
export function splitAddress(text: string) {
	const found = /^(.*?),?\s*(\d{5})\s+(.*)$/.exec(text);
	if (!found) return { streetAddress: text, postalCode: '-', addressLocality: text };
	const [, street = '', postalCode = '', locality = ''] = found;
	return { streetAddress: street, postalCode, addressLocality: locality.replace(/\s*\([A-Z]{2}\)\s*$/, '') };
}
