import type { DraftEditor } from '../draft.svelte.ts';
import type { FormField } from '../engine/types.ts';

/** What Field gives to the component of a type. */
export interface FieldProps {
	id: string;
	path: string;
	label: string;
	field: FormField;
	editor: DraftEditor;
	help?: string;
	error?: string;
	required?: boolean;
}
