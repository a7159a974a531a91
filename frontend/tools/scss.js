/** How our Sass finds Bootstrap Italia, whose own warnings are not ours: for the site and for Storybook. */
export const scss = {
	loadPaths: ['node_modules'],
	quietDeps: true,
	/** @type {import('sass').DeprecationOrId[]} */
	silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function']
};
