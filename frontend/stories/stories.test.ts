import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';

const named = (pattern: string, end: string) => globSync(pattern).map((file) => basename(file, end));

describe('stories', () => {
	it('show every component', () => {
		const shown = named('stories/components/*.stories.ts', '.stories.ts');
		expect(named('src/lib/components/*.svelte', '.svelte').filter((name) => !shown.includes(name))).toEqual([]);
	});

	it.each(globSync('stories/*/*.stories.ts'))('%s links its official counterpart', (file) => {
		expect(readFileSync(file, 'utf8')).toMatch(/official\(\s*'[a-z-]+\/[a-z-]+'/);
	});
});
