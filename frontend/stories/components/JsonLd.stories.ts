import JsonLd from '#lib/components/JsonLd.svelte';
import { official } from '../support/story.ts';
import Unseen from '../support/Unseen.svelte';

export default { component: Unseen, parameters: official('organizzare-i-contenuti/testo') };

export const Default = {
	args: {
		of: JsonLd,
		find: 'script[type="application/ld+json"]',
		props: { about: { '@context': 'https://schema.org', '@type': 'GovernmentService', name: 'Permesso ZTL' } }
	}
};
