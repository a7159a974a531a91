/** describedBy lists the ids of the texts under a field, as FieldHelp writes them. */
export function describedBy(id: string, help?: string, error?: string): string | undefined {
	const ids = [help && `${id}-help`, error && `${id}-error`].filter(Boolean);
	return ids.length ? ids.join(' ') : undefined;
}

/** Choice is one option of a select, a radio group or a group of checkboxes. */
export interface Choice {
	value: string;
	label: string;
	help?: string;
	disabled?: boolean;
}
