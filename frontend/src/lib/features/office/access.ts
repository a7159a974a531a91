import { m } from '#lib/i18n/office.ts';

/** accessText says an entry of the audit trail in words; what has no words keeps its code. */
export function accessText(action: string): string {
	const words = m[`access_${action.replaceAll('.', '_')}` as keyof typeof m];
	return words ? words() : action;
}
