const shape = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/;
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** normalizeTaxCode writes a tax code as the registers do: capitals, no spaces. */
export function normalizeTaxCode(text: string): string {
	return text.toUpperCase().replaceAll(/\s/g, '');
}

/** isTaxCode tells whether a person's tax code has the right shape and check character. */
export function isTaxCode(text: string): boolean {
	const code = normalizeTaxCode(text);
	return shape.test(code) && code.endsWith(checkCharacter(code.slice(0, 15)));
}

function checkCharacter(first15: string): string {
	let sum = 0;
	for (const [i, character] of [...first15].entries()) {
		const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
		sum += i % 2 === 0 ? (odd[value] ?? 0) : value;
	}
	return String.fromCharCode(65 + (sum % 26));
}
