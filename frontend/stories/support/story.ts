import { createRawSnippet, type Snippet } from 'svelte';

const docs = 'https://italia.github.io/bootstrap-italia/docs/';

/** The pages of Bootstrap Italia's documentation that our markup comes from. */
type Page =
	| `come-iniziare/${'personalizzazione-della-libreria'}`
	| `componenti/${'accordion' | 'alert' | 'avatar' | 'badge' | 'buttons' | 'callout' | 'card' | 'chips' | 'dropdown' | 'hero'}`
	| `componenti/${'modale' | 'paginazione' | 'progress-indicators' | 'rating' | 'steppers' | 'tab' | 'timeline'}`
	| `form/${'checkbox' | 'input' | 'introduzione' | 'radio-button' | 'select' | 'upload'}`
	| `menu-di-navigazione/${'breadcrumbs' | 'footer' | 'header' | 'megamenu' | 'navscroll' | 'skiplinks' | 'torna-su'}`
	| `organizzare-i-contenuti/${'immagini' | 'liste' | 'liste-di-immagini' | 'tabelle' | 'testo' | 'tipografia'}`
	| `utilities/${'colori' | 'icone'}`;

/** official names the pages that a story has its markup from; the toolbar links them. */
export const official = (...pages: [Page, ...Page[]]) => ({
	bootstrapItalia: pages.map((page) => `${docs}${page}/`)
});

/** html makes what stands inside a component out of official markup. */
export const html = (markup: string): Snippet => createRawSnippet(() => ({ render: () => `<div>${markup}</div>` }));

/** words makes the text inside a component. */
export const words = (text: string): Snippet => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

/** nothing is what a story does with what a component tells. */
export const nothing = () => {};

/** The states in which every form control is looked at; what fills it is its own. */
export const states = {
	plain: {},
	help: { args: { help: 'Lo trovi sulla carta di circolazione.' } },
	required: { args: { required: true } },
	wrong: {
		args: {
			required: true,
			help: 'Lo trovi sulla carta di circolazione.',
			error: 'Manca la targa: scrivila come nel documento.'
		}
	},
	disabled: { args: { disabled: true } }
};

/** Answers for controls that offer some. */
export const answers = [
	{ value: 'resident', label: 'Abito nella zona' },
	{ value: 'work', label: 'Ci lavoro', help: 'Serve una dichiarazione del datore di lavoro.' },
	{ value: 'garage', label: 'Ho un garage', disabled: true }
];
