/**
 * Writes src/lib/components/icons.svg: the icons of Bootstrap Italia that the
 * source names, and no other. Run `npm run icons` after using a new one.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sprite = readFileSync('node_modules/bootstrap-italia/dist/svg/sprites.svg', 'utf8');
const target = 'src/lib/components/icons.svg';

const used = new Set();
for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
	if (!entry.isFile() || !/\.(svelte|ts)$/.test(entry.name)) continue;
	const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
	for (const [, name] of text.matchAll(/['"`](it-[a-z0-9-]+)['"`]/g)) used.add(name);
}

const symbols = [...used].sort().flatMap((name) => {
	const found = sprite.match(new RegExp(`<(symbol|svg)[^>]*\\sid="${name}"[^>]*>[\\s\\S]*?</\\1>`));
	return found ? [found[0].replaceAll(/^<svg|<\/svg>$/g, (tag) => tag.replace('svg', 'symbol'))] : [];
});
writeFileSync(target, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
console.log(`${target}: ${symbols.length} icons`);
