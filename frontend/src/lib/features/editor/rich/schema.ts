/** The rich text of the model: paragraphs, h3–h5, lists, quotes, tables, strong, em, links; nothing else. */
import type { Extensions } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import StarterKit from '@tiptap/starter-kit';

const bare = (tag: string) => ({
	renderHTML: (): [string, 0] => [tag, 0]
});

/** Cells keep only how many columns and rows they span. */
const spans = (tag: string) => ({
	renderHTML({ HTMLAttributes }: { HTMLAttributes: Record<string, unknown> }): [string, Record<string, unknown>, 0] {
		const kept = Object.entries(HTMLAttributes).filter(
			([name, value]) => (name === 'colspan' || name === 'rowspan') && Number(value) > 1
		);
		return [tag, Object.fromEntries(kept), 0];
	}
});

export const extensions: Extensions = [
	StarterKit.configure({
		heading: { levels: [3, 4, 5] },
		code: false,
		codeBlock: false,
		strike: false,
		underline: false,
		horizontalRule: false,
		dropcursor: false,
		trailingNode: false,
		link: {
			openOnClick: false,
			autolink: false,
			linkOnPaste: true,
			protocols: ['mailto', 'tel'],
			HTMLAttributes: { target: null, rel: null, class: null }
		}
	}),
	Table.extend({ renderHTML: (): [string, [string, 0]] => ['table', ['tbody', 0]] }).configure({ resizable: false }),
	TableRow.extend(bare('tr')),
	TableHeader.extend(spans('th')),
	TableCell.extend(spans('td'))
];

/** written is what a text is kept as: nothing when it holds no character. */
export function written(html: string): string {
	return /^(<p>\s*<\/p>\s*)*$/.test(html) ? '' : html;
}

/**
 * tidy prepares what comes from word processors and other sites before the
 * schema drops what it does not know: headings go down to h3 at least, and
 * bold paragraphs made by style become strong.
 */
export function tidy(html: string): string {
	const { body } = new DOMParser().parseFromString(html, 'text/html');
	for (const element of body.querySelectorAll('script, style, meta, link, title, img, svg, iframe, object')) {
		element.remove();
	}
	for (const heading of body.querySelectorAll('h1, h2, h6')) {
		const renamed = body.ownerDocument.createElement(heading.tagName === 'H6' ? 'h5' : 'h3');
		renamed.append(...heading.childNodes);
		heading.replaceWith(renamed);
	}
	for (const element of body.querySelectorAll<HTMLElement>('[style], [class], [align], [lang]')) {
		const { fontWeight, fontStyle } = element.style;
		const strong = fontWeight === 'bold' || Number(fontWeight) >= 600;
		if (element.tagName === 'SPAN' && (strong || fontStyle === 'italic')) {
			const renamed = body.ownerDocument.createElement(strong ? 'strong' : 'em');
			renamed.append(...element.childNodes);
			element.replaceWith(renamed);
			continue;
		}
		for (const name of ['style', 'class', 'align', 'lang']) element.removeAttribute(name);
	}
	for (const link of body.querySelectorAll('a')) {
		const href = link.getAttribute('href') ?? '';
		if (!/^(https?:|mailto:|tel:|\/)/i.test(href)) link.replaceWith(...link.childNodes);
	}
	return body.innerHTML;
}
