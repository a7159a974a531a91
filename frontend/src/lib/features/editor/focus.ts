import { fieldId } from './texts.ts';

/** focusField brings a field into view and puts the cursor in it; the nearest known one when it has no control. */
export function focusField(path: string): void {
	const parts = path.split('.');
	for (let length = parts.length; length > 0; length--) {
		const target = document.getElementById(fieldId(parts.slice(0, length).join('.')));
		if (!target) continue;
		target.closest('details')?.setAttribute('open', '');
		const control = target.matches('input, select, textarea, summary')
			? target
			: target.querySelector<HTMLElement>(
					'[role="textbox"], input:not(:disabled), select, textarea, button:not(:disabled)'
				);
		target.scrollIntoView({ block: 'center' });
		(control ?? target).focus({ preventScroll: true });
		return;
	}
}
