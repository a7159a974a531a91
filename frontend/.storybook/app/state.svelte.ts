/** Stands in for SvelteKit's module of the same name; the page shown says where it is. */
class Page {
	url = $state.raw(new URL('http://localhost/'));
	route = $state.raw<{ id: string | null }>({ id: null });
	params = $state.raw<Record<string, string>>({});
	status = $state(200);
	error = $state.raw<App.Error | null>(null);
	data = $state.raw<App.PageData>({});
	form = null;
	state = {};
}

export const page = new Page();
export const navigating = $state({ to: null, from: null });
