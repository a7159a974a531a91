import { m, type PageKey } from '#lib/i18n/page.ts';

/** Section is a part of a page: its id in the content model, its anchor in the address, its title. */
export interface Section {
	id: string;
	anchor: string;
	title: string;
}

/** The sections of each type in the model's order: what is empty is left out, nothing moves. */
const order: Record<string, string> = {
	service:
		'audience:a-chi-e-rivolto description:descrizione how_to:come-fare needed:cosa-serve output:cosa-si-ottiene times:tempi-e-scadenze costs:quanto-costa special_cases:casi-particolari outcome:procedure-collegate access:accedi-al-servizio further_info:ulteriori-informazioni terms:condizioni-di-servizio contacts:contatti topics:argomenti procedure:procedimento',
	organizational_unit:
		'competences:competenze structure:struttura people:persone services:servizi contacts:contatti documents:documenti further_info:ulteriori-informazioni',
	public_person:
		'roles:incarico units:organizzazioni competences:competenze delegations:deleghe biography:biografia contacts:contatti cv:curriculum-vitae assets:situazione-patrimoniale incomes:dichiarazione-dei-redditi elections:spese-elettorali asset_changes:variazioni other_offices:altre-cariche further_info:ulteriori-informazioni',
	place:
		'description:descrizione interest:elementi-di-interesse linked:luoghi-collegati gallery:galleria services:servizi access:modalita-di-accesso where:dove hours:orario-per-il-pubblico contacts:contatti further_info:ulteriori-informazioni',
	event:
		'description:cos-e audience:a-chi-e-rivolto place:luogo dates:date-e-orari costs:costi attachments:allegati sub_events:appuntamenti contacts:contatti patronage:patrocinato-da sponsors:sponsor further_info:ulteriori-informazioni',
	news: 'description:descrizione documents:documenti attachments:allegati datasets:dataset authors:a-cura-di',
	public_document:
		'description:descrizione document:documento office:ufficio-responsabile authors:autore formats:formati-disponibili licence:licenza services:servizi dates:date-e-tempi datasets:dataset linked:documenti-collegati legal:riferimenti-normativi further_info:ulteriori-informazioni',
	form_document:
		'description:descrizione document:documento office:ufficio-responsabile authors:autore formats:formati-disponibili licence:licenza services:servizi dates:date-e-tempi datasets:dataset linked:documenti-collegati legal:riferimenti-normativi further_info:ulteriori-informazioni',
	dataset:
		'description:descrizione distributions:distribuzioni licence:licenza holder:titolare update:aggiornamento further_info:ulteriori-informazioni',
	call: 'description:descrizione recipients:destinatari times:tempi-e-scadenze how_to:come-partecipare attachments:documenti-e-allegati updates:note-di-aggiornamento rankings:graduatorie-ed-esiti contacts:contatti further_info:ulteriori-informazioni',
	ranking_publication: 'description:descrizione files:documenti next_steps:prossimi-passi',
	pnrr_project:
		'description:descrizione bodies:soggetti amounts:importi progress:avanzamento acts:atti contacts:contatti',
	transparency_item: 'body:contenuto files:allegati table:dati',
	notice_board_entry: 'act:atto files:documenti',
	page: 'body:contenuto contacts:contatti'
};

/** Offices call some sections otherwise than the other types. */
const ofUnits = ['contatti', 'competenze'];

/** sectionsOf lists the sections of a type of content, all of them. */
export function sectionsOf(type: string): Section[] {
	return (order[type] ?? '')
		.split(' ')
		.filter(Boolean)
		.map((pair) => {
			const [id = '', anchor = ''] = pair.split(':');
			const own = type === 'organizational_unit' && ofUnits.includes(anchor) ? 'unit_' : '';
			return { id, anchor, title: m[`s_${own}${anchor.replaceAll('-', '_')}` as PageKey]() };
		});
}

/** types are those that have a page in sections. */
export const types: string[] = Object.keys(order);

/** filled tells whether any of some values has something to show. */
export function filled(...values: unknown[]): boolean {
	return values.some((value) => {
		if (Array.isArray(value)) return value.length > 0;
		if (typeof value === 'object' && value) return Object.values(value).some(Boolean);
		return Boolean(value);
	});
}

/** unique joins lists of contents, each content once. */
export function unique<T extends { id: string }>(...lists: (T[] | undefined)[]): T[] {
	const seen = new Map<string, T>();
	for (const one of lists.flatMap((list) => list ?? [])) if (!seen.has(one.id)) seen.set(one.id, one);
	return [...seen.values()];
}
