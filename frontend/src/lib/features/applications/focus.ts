/** focusField brings a field into view and puts the cursor in it; groups give it to their first answer. */
export function focusField(id: string): void {
	// A field of files that takes no more has no button: its group stands for it.
	const target = document.getElementById(id) ?? document.getElementById(`${id}-box`);
	if (!target) return;
	const first =
		target.tagName === 'FIELDSET'
			? target.querySelector<HTMLElement>('input:not(:disabled), select, textarea, button:not(:disabled)')
			: null;
	target.scrollIntoView({ block: 'center' });
	(first ?? target).focus({ preventScroll: true });
}
