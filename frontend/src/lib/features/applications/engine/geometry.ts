import type { Area, Point, Position } from './types.ts';

const radius = 6_371_008.8; // metres, mean radius of the Earth
const rad = Math.PI / 180;

function isNumber(value: unknown, limit: number): value is number {
	return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= limit;
}

/** isPoint tells whether a value is a place on the Earth. */
export function isPoint(value: unknown): value is Point {
	if (value === null || typeof value !== 'object') return false;
	const { lat, lon, label } = value as Partial<Point>;
	return isNumber(lat, 90) && isNumber(lon, 180) && (label === undefined || typeof label === 'string');
}

function isPosition(value: unknown): value is Position {
	return Array.isArray(value) && value.length === 2 && isNumber(value[0], 180) && isNumber(value[1], 90);
}

/** isArea tells whether a value is a polygon of one closed ring. */
export function isArea(value: unknown): value is Area {
	if (value === null || typeof value !== 'object') return false;
	const { type, coordinates } = value as Partial<Area>;
	if (type !== 'Polygon' || !Array.isArray(coordinates) || coordinates.length !== 1) return false;
	const ring: unknown = coordinates[0];
	if (!Array.isArray(ring) || ring.length < 4 || !ring.every(isPosition)) return false;
	const [first, last] = [ring[0] as Position, ring.at(-1) as Position];
	return first[0] === last[0] && first[1] === last[1];
}

/** squareMetres is the size of a ring on the sphere, in whole square metres. */
export function squareMetres(ring: Position[]): number {
	let sum = 0;
	for (let i = 0; i < ring.length; i++) {
		const [lon1, lat1] = ring[i]!;
		const [lon2, lat2] = ring[(i + 1) % ring.length]!;
		sum += (lon2 - lon1) * rad * (2 + Math.sin(lat1 * rad) + Math.sin(lat2 * rad));
	}
	return Math.round(Math.abs((sum * radius * radius) / 2));
}

/** rounded keeps six decimals of a coordinate, a tenth of a metre. */
export function rounded(value: number): number {
	return Math.round(value * 1e6) / 1e6;
}

/** areaOf closes the corners into a polygon; less than three make none. */
export function areaOf(corners: Position[]): Area | undefined {
	if (corners.length < 3) return undefined;
	const ring = [...corners, corners[0]!];
	return { type: 'Polygon', coordinates: [ring], square_metres: squareMetres(ring) };
}

/** cornersOf are the corners of a polygon, each once. */
export function cornersOf(area: unknown): Position[] {
	return isArea(area) ? area.coordinates[0].slice(0, -1) : [];
}
