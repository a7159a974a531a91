/** toCSV writes a table as a file that spreadsheets open: semicolons, as Italian ones expect. */
export function toCSV(columns: string[], rows: string[][]): string {
	const cell = (text: string) => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
	return [columns, ...rows].map((row) => row.map(cell).join(';')).join('\r\n');
}
