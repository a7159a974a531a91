/** The primary colour of the design tokens: a municipality with the same one has nothing to override. */
const usual = '#0066cc';

/**
 * themeOf writes a municipality's own primary colour as the custom properties that the style sheets follow
 * (tools/theme.js); without one, or when it is no colour, the tokens hold.
 */
export function themeOf(primary: string | undefined): string | undefined {
	const colour = primary?.toLowerCase() ?? '';
	if (!/^#[0-9a-f]{6}$/.test(colour) || colour === usual) return undefined;
	const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
	return `--bs-primary: ${colour}; --bs-primary-rgb: ${parts.join(', ')}`;
}
