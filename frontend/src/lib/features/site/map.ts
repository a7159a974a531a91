import type { ContentCard, Geo } from '#lib/features/content/types.ts';

const width = 1000;
const height = 560;
const margin = 40;

/** Point is a place with its spot on the drawing and its number in the list. */
export interface Point {
	card: ContentCard;
	n: number;
	x: number;
	y: number;
}

const where = (card: ContentCard): Geo | undefined => card.extra.geo ?? card.extra.address?.geo;

/** project fits places into the drawing, keeping distances in proportion. */
export function project(places: ContentCard[]): Point[] {
	const known = places.flatMap((card) => {
		const geo = where(card);
		return geo ? [{ card, ...geo }] : [];
	});
	const narrower = Math.cos(((known[0]?.lat ?? 0) * Math.PI) / 180);
	const located = known.map(({ card, lat, lon }) => ({ card, lat, lon: lon * narrower }));
	if (!located.length) return [];
	const range = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
	const [west, east] = range(located.map((p) => p.lon));
	const [south, north] = range(located.map((p) => p.lat));
	const scale = Math.min(
		(width - 2 * margin) / Math.max(east - west, 1e-6),
		(height - 2 * margin) / Math.max(north - south, 1e-6)
	);
	return located.map(({ card, lat, lon }, i) => ({
		card,
		n: i + 1,
		x: Math.round(width / 2 + (lon - (west + east) / 2) * scale),
		y: Math.round(height / 2 - (lat - (south + north) / 2) * scale)
	}));
}
