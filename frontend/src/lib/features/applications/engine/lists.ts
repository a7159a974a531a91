/** shiftedKey is the key of an attachment once a row of its list is gone; null when it went with the row. */
export function shiftedKey(key: string, listPath: string, removed: number): string | null {
	const prefix = `${listPath}[`;
	if (!key.startsWith(prefix)) return key;
	const end = key.indexOf(']', prefix.length);
	const index = Number(key.slice(prefix.length, end));
	if (index === removed) return null;
	return index < removed ? key : `${prefix}${index - 1}${key.slice(end)}`;
}
