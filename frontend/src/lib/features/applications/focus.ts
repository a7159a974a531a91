/** focusField brings a field into view and puts the cursor in it; groups give it to their first answer. */
export function focusField(id: string): void {
	const target = document.getElementById(id);
	if (!target) return;
	const first =
		target.tagName === 'FIELDSET'
			? target.querySelector<HTMLElement>('input:not(:disabled), select, textarea, button:not(:disabled)')
			: null;
	target.scrollIntoView({ block: 'center' });
	(first ?? target).focus({ preventScroll: true });
}
