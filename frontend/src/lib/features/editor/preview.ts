import type { Content } from './types.ts';

/** What the desk and the page of the preview tell each other, also when the page is in a tab of its own. */
export type PreviewMessage =
	{ kind: 'ready' } | { kind: 'content'; content: Content; lang: string } | { kind: 'problem'; text: string };

/** previewChannel joins the windows that show the same content. */
export const previewChannel = (id: string): BroadcastChannel => new BroadcastChannel(`sportello-preview-${id}`);

/** previewHref is the page that shows a content as visitors would see it. */
export const previewHref = (id: string): string => `/ufficio/anteprima/${encodeURIComponent(id)}`;
