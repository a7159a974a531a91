/** A small, safe part of Markdown: paragraphs, headings, lists, bold, italics, links. No HTML passes through. */
export type Inline =
	| { kind: 'text'; text: string }
	| { kind: 'strong'; text: string }
	| { kind: 'em'; text: string }
	| { kind: 'link'; text: string; href: string };
export type Block =
	| { kind: 'heading'; inline: Inline[] }
	| { kind: 'paragraph'; inline: Inline[] }
	| { kind: 'list'; ordered: boolean; items: Inline[][] };

const inlinePattern = /\*\*([^*]+)\*\*|\*([^*]+)\*|_([^_]+)_|\[([^\]]+)\]\(([^)\s]+)\)/g;
const bullet = /^\s*[-*]\s+/;
const number = /^\s*\d+[.)]\s+/;

/** parseMarkdown splits a text into blocks to be shown. */
export function parseMarkdown(text: string): Block[] {
	return text
		.replaceAll('\r\n', '\n')
		.split(/\n{2,}/)
		.flatMap((part) => parseLines(part.split('\n').filter((line) => line.trim() !== '')));
}

function parseLines(lines: string[]): Block[] {
	const blocks: Block[] = [];
	for (const line of lines) {
		const last = blocks.at(-1);
		const heading = /^#{1,6}\s+(.*)$/.exec(line);
		const marker = bullet.test(line) ? bullet : number.test(line) ? number : null;
		if (heading) {
			blocks.push({ kind: 'heading', inline: parseInline(heading[1] ?? '') });
		} else if (marker) {
			const ordered = marker === number;
			const item = parseInline(line.replace(marker, ''));
			if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item);
			else blocks.push({ kind: 'list', ordered, items: [item] });
		} else if (last?.kind === 'list') {
			last.items.at(-1)?.push({ kind: 'text', text: ' ' }, ...parseInline(line.trim()));
		} else if (last?.kind === 'paragraph') {
			last.inline.push({ kind: 'text', text: ' ' }, ...parseInline(line.trim()));
		} else {
			blocks.push({ kind: 'paragraph', inline: parseInline(line.trim()) });
		}
	}
	return blocks;
}

function parseInline(text: string): Inline[] {
	const parts: Inline[] = [];
	let from = 0;
	for (const match of text.matchAll(inlinePattern)) {
		if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
		parts.push(toInline(match));
		from = match.index + match[0].length;
	}
	if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
	return parts;
}

function toInline([whole, strong, star, underscore, label, href]: RegExpMatchArray): Inline {
	if (strong) return { kind: 'strong', text: strong };
	if (star ?? underscore) return { kind: 'em', text: (star ?? underscore) as string };
	if (label && href && /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/.test(href)) return { kind: 'link', text: label, href };
	return { kind: 'text', text: label ?? whole ?? '' };
}
