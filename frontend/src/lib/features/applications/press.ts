let pressing = false;

if (typeof window !== 'undefined') {
	const release = () => setTimeout(() => (pressing = false));
	addEventListener('pointerdown', () => (pressing = true), true);
	addEventListener('pointerup', release, true);
	addEventListener('pointercancel', release, true);
}

/**
 * afterPress acts once the finger or the button is up. What a field shows when
 * it is left moves the page, and a press that began on something else would
 * end beside it.
 */
export function afterPress(act: () => void): void {
	if (!pressing) return act();
	addEventListener('pointerup', () => setTimeout(act), { once: true });
}
