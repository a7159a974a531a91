import { loadTexts } from '#lib/i18n/bundles.ts';
import type { LayoutLoad } from './$types.js';

export const ssr = false;

export const load: LayoutLoad = () => loadTexts('office');
