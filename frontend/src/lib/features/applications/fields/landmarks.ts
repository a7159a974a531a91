import { read, request } from '#lib/api/http.ts';
import { t } from '#lib/i18n/index.ts';
import type { Localized, Position } from '../engine/types.ts';

/** Landmark is a public place of the municipality. */
export interface Landmark {
	name: string;
	position: Position;
}

type Geo = { lat: number; lon: number };
type Card = { title: Localized; extra?: { geo?: Geo; address?: { geo?: Geo } } };

let asked: Promise<Landmark[]> | undefined;

/** landmarks gives the public places of which the municipality tells where they are. */
export function landmarks(): Promise<Landmark[]> {
	asked ??= request(read<{ items: Card[] }>(globalThis.fetch, '/contents', { type: 'place', limit: 50 }))
		.then(({ items }) =>
			items.flatMap(({ title, extra }) => {
				const geo = extra?.geo ?? extra?.address?.geo;
				return geo ? [{ name: t(title), position: [geo.lon, geo.lat] as Position }] : [];
			})
		)
		.catch(() => {
			asked = undefined;
			return [];
		});
	return asked;
}

/** middle is the centre of some places; without any, that of Italy. */
export function middle(places: Landmark[]): { center: Position; zoom: number } {
	if (!places.length) return { center: [12.5, 42.5], zoom: 5 };
	const mean = (of: (p: Landmark) => number) => places.reduce((sum, p) => sum + of(p), 0) / places.length;
	return { center: [mean((p) => p.position[0]), mean((p) => p.position[1])], zoom: 14 };
}
