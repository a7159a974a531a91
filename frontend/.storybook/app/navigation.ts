/** Stands in for SvelteKit's module of the same name: going somewhere shows that page in the same story. */
let show: (address?: string) => Promise<void> = async () => {};

/** onGo is told where the story should go, or nothing when its data are to be read again. */
export function onGo(how: typeof show): void {
	show = how;
}

export const goto = (address: string | URL) => show(String(address));
export const invalidateAll = () => show();
export const afterNavigate = () => {};
export const beforeNavigate = () => {};
