import type { Component } from 'svelte';
import { loadTexts } from '#lib/i18n/bundles.ts';
import type { Openings } from './page/service.ts';
import type { Content } from './types.ts';

/** View is the page of one type of content. */
export type View = Component<{ content: Content; openings?: Openings }>;

/** Each view travels by itself: a page needs the one of its own type only. */
const loaders: Record<string, () => Promise<{ default: unknown }>> = {
	service: () => import('./views/Service.svelte'),
	organizational_unit: () => import('./views/Unit.svelte'),
	public_person: () => import('./views/Person.svelte'),
	place: () => import('./views/Place.svelte'),
	event: () => import('./views/Event.svelte'),
	news: () => import('./views/News.svelte'),
	public_document: () => import('./views/Document.svelte'),
	form_document: () => import('./views/Document.svelte'),
	dataset: () => import('./views/Dataset.svelte'),
	call: () => import('./views/Call.svelte'),
	ranking_publication: () => import('./views/Ranking.svelte'),
	pnrr_project: () => import('./views/Project.svelte'),
	transparency_item: () => import('./views/Transparency.svelte'),
	notice_board_entry: () => import('./views/NoticeBoard.svelte'),
	page: () => import('./views/Page.svelte')
};
const plain = () => import('./views/Plain.svelte');

const known = new Map<string, View>();

/** knownView is the view of a type that came already. */
export const knownView = (type: string): View | undefined => known.get(type);

/** loadView fetches the view of a type, with the texts it says. */
export async function loadView(type: string): Promise<View> {
	const [loaded] = await Promise.all([(loaders[type] ?? plain)(), loadTexts('page')]);
	const view = loaded.default as View;
	known.set(type, view);
	return view;
}
