/** Every measure of pages, one after the other; fails when any of them misses its goal. */
import { spawnSync } from 'node:child_process';

const failed = ['first-visit.js', 'forms.js', 'lighthouse.js'].filter(
	(name) => spawnSync(process.execPath, [new URL(name, import.meta.url).pathname], { stdio: 'inherit' }).status !== 0
);
process.exitCode = failed.length;
