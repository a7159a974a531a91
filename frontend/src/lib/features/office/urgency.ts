import type { OfficeApplicationSummary } from '#lib/api/types.ts';
import { m } from '#lib/i18n/office.ts';
import { daysUntil } from '#lib/pure/dates.ts';

/** Urgency is how near the end of the term is, in words and as a badge. */
export interface Urgency {
	kind: 'danger' | 'warning' | 'secondary';
	text: string;
}

const closed = ['accepted', 'accepted_silence', 'rejected', 'withdrawn', 'expired'];
const soon = 7;

/** urgency says nothing of what is closed or has no term. */
export function urgency(row: Pick<OfficeApplicationSummary, 'status' | 'due_date'>, now = new Date()): Urgency | null {
	if (!row.due_date || closed.includes(row.status)) return null;
	const days = daysUntil(row.due_date, now);
	if (days < 0) return { kind: 'danger', text: m.overdue({ count: -days }) };
	if (days === 0) return { kind: 'danger', text: m.due_today() };
	return { kind: days <= soon ? 'warning' : 'secondary', text: m.due_in({ count: days }) };
}
