import { isHttpError } from '@sveltejs/kit';
import { lookup } from '#lib/features/content/calls.ts';
import type { Content, ContentCard, Localized, Media } from '#lib/features/content/types.ts';

/** Block is a part of a page that editors put together. */
export interface Block {
	block: 'text' | 'accordion' | 'cards' | 'gallery' | 'map' | 'table' | 'video' | 'files';
	title?: Localized;
	text?: Localized;
	items?: { title: Localized; text: Localized }[];
	contents?: ContentCard[];
	media?: Media[];
	url?: string;
}

/** PageContent is a page that editors put together. */
export type PageContent = Content<{ body?: Block[] }>;

/** loadFixed reads the page that the municipality wrote at an address; nothing when it did not. */
export async function loadFixed(fetch: typeof globalThis.fetch, path: string): Promise<PageContent | null> {
	try {
		return ((await lookup(fetch, path)).content as PageContent | undefined) ?? null;
	} catch (thrown) {
		if (isHttpError(thrown) && (thrown.status === 404 || thrown.status === 410)) return null;
		throw thrown;
	}
}
