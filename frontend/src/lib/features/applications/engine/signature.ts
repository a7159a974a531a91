/** A drawn signature is an SVG path in a box of this size; a typed one is the name. */
export const signatureBox = { width: 600, height: 200 };

/** Characters that a drawn signature takes at most; longer ones are drawn with fewer points. */
export const drawnLength = 8000;
const typedLength = 255;

export type Stroke = [x: number, y: number][];

const drawn = /^M\d{1,3} \d{1,3}(?:[ML]\d{1,3} \d{1,3})*$/;

/** isDrawing tells a drawn signature from a name. */
export function isDrawing(value: unknown): value is string {
	return typeof value === 'string' && value.length <= drawnLength && drawn.test(value);
}

/** isSignature accepts a drawing or a name, of a size that a form takes. */
export function isSignature(value: unknown): boolean {
	return isDrawing(value) || (typeof value === 'string' && [...value].length <= typedLength);
}

/** signaturePath writes strokes as a path of whole numbers that fits the limit, leaving out points when it must. */
export function signaturePath(strokes: Stroke[]): string {
	for (let every = 1; every <= 64; every *= 2) {
		const path = strokes.map((stroke) => strokePath(stroke, every)).join('');
		if (path.length <= drawnLength) return path;
	}
	return strokes
		.map((stroke) => strokePath(stroke, Infinity))
		.join('')
		.slice(0, drawnLength)
		.replace(/[ML][^ML]*$/, '');
}

function strokePath(stroke: Stroke, every: number): string {
	const last = stroke.length - 1;
	const kept = stroke.filter((_, i) => i === 0 || i === last || i % every === 0);
	const text = kept.map(
		([x, y], i) => `${i === 0 ? 'M' : 'L'}${clamp(x, signatureBox.width)} ${clamp(y, signatureBox.height)}`
	);
	return text.filter((step, i) => i === 0 || step.slice(1) !== text[i - 1]!.slice(1)).join('');
}

function clamp(value: number, max: number): number {
	return Math.min(max, Math.max(0, Math.round(value)));
}

/** strokesOf reads a path back into its strokes, to go on drawing. */
export function strokesOf(path: string): Stroke[] {
	return [...path.matchAll(/M[^M]+/g)].map(([stroke]) =>
		[...stroke.matchAll(/(\d+) (\d+)/g)].map(([, x, y]): [number, number] => [Number(x), Number(y)])
	);
}
