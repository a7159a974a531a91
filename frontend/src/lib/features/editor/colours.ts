/** contrast is the ratio of two colours written #RRGGBB, from 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
	const [first, second] = [luminance(a), luminance(b)];
	return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

function luminance(hex: string): number {
	const [r, g, b] = [1, 3, 5].map((at) => {
		const value = parseInt(hex.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** isColour tells whether a text is a colour written #RRGGBB. */
export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);
