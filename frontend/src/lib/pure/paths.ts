/** safePath keeps a return address only when it is a path of this site. */
export function safePath(path: string | null | undefined, fallback = '/area-personale'): string {
	if (!path || !path.startsWith('/') || path.startsWith('//') || path.includes('\\')) return fallback;
	return /[\u0000-\u001f]/.test(path) ? fallback : path; // eslint-disable-line no-control-regex
}
