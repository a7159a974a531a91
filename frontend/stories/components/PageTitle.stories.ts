import PageTitle from '#lib/components/PageTitle.svelte';
import { official } from '../support/story.ts';
import Unseen from '../support/Unseen.svelte';

export default { component: Unseen, parameters: official('organizzare-i-contenuti/tipografia') };

export const Default = {
	args: {
		of: PageTitle,
		find: 'title, meta[property], meta[name="description"]',
		props: { title: 'Servizi', description: 'I servizi del Comune, online e allo sportello.' }
	}
};
