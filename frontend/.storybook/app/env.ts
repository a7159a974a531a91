/** Stands in for SvelteKit's module of the same name. */
export const browser = true;
export const dev = true;
