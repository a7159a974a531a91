import type { ContentQuery } from '#lib/features/content/types.ts';

/** The pages of the second level under Amministrazione, and what each lists. */
export const administrationLists: Record<string, ContentQuery> = {
	'organi-di-governo': { type: 'organizational_unit', kind: 'struttura-politica' },
	'aree-amministrative': { type: 'organizational_unit', kind: 'area' },
	uffici: { type: 'organizational_unit', kind: 'ufficio' },
	'enti-e-fondazioni': { type: 'organizational_unit', kind: 'altra-struttura' },
	politici: { type: 'public_person', kind: 'politico' },
	'personale-amministrativo': { type: 'public_person', kind: 'amministrativo' }
};

/** The pages of the second level under Novità. */
export const newsLists = ['notizie', 'comunicati', 'avvisi'] as const;

/** The fifteen categories of services. */
export const serviceCategories = [
	'agricoltura-e-pesca',
	'ambiente',
	'anagrafe-e-stato-civile',
	'appalti-pubblici',
	'autorizzazioni',
	'catasto-e-urbanistica',
	'cultura-e-tempo-libero',
	'educazione-e-formazione',
	'giustizia-e-sicurezza-pubblica',
	'imprese-e-commercio',
	'mobilita-e-trasporti',
	'salute-benessere-e-assistenza',
	'tributi-finanze-e-contravvenzioni',
	'turismo',
	'vita-lavorativa'
] as const;

/** The kinds of documents: the last part of the address of each list, and the term it stands for. */
export const documentLists: Record<string, ContentQuery> = {
	'accordi-tra-enti': { type: 'public_document', kind: 'accordo-tra-enti' },
	'atti-normativi': { type: 'public_document', kind: 'atto-normativo' },
	dataset: { type: 'dataset' },
	'documenti-albo-pretorio': { type: 'public_document', kind: 'documento-albo-pretorio' },
	'documenti-attivita-politica': { type: 'public_document', kind: 'documento-attivita-politica' },
	'documenti-funzionamento-interno': { type: 'public_document', kind: 'documento-funzionamento-interno' },
	'documenti-di-programmazione-e-rendicontazione': {
		type: 'public_document',
		kind: 'documento-di-programmazione-e-rendicontazione'
	},
	'documenti-tecnici-di-supporto': { type: 'public_document', kind: 'documento-tecnico-di-supporto' },
	istanze: { type: 'public_document', kind: 'istanza' },
	modulistica: { type: 'form_document' }
};
