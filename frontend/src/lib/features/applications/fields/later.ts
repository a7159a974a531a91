import type { Component } from 'svelte';
import type { FieldType } from '../engine/types.ts';
import type { FieldProps } from './parts.ts';

type Loaded = Promise<{ default: Component<FieldProps> }>;

/** once keeps the first answer: a field that is drawn again does not wait again. */
function once(load: () => Loaded): () => Loaded {
	let loaded: Loaded | undefined;
	return () => (loaded ??= load());
}

/** The fields whose program comes only with a form that has them. */
export const later: Partial<Record<FieldType, () => Loaded>> = {
	point: once(() => import('./PointField.svelte')),
	area: once(() => import('./AreaField.svelte')),
	signature: once(() => import('./SignatureField.svelte'))
};
