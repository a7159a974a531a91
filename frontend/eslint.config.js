import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Which way imports go: routes → features → components · api · pure. */
const layers = (files, forbidden) => ({
	files,
	rules: {
		'no-restricted-imports': ['error', { patterns: forbidden.map((group) => ({ group: [group] })) }]
	}
});

export default ts.config(
	{
		ignores: [
			'.svelte-kit/',
			'build/',
			'build-static/',
			'node_modules/',
			'src/lib/api/generated/',
			'static/',
			'storybook-static/'
		]
	},
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			// Dates and addresses made and used inside one function need not be reactive.
			'svelte/prefer-svelte-reactivity': 'off',
			'no-console': 'error',
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/no-at-html-tags': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } }
	},
	layers(['src/lib/components/**', 'src/lib/api/**', 'src/lib/pure/**'], ['#lib/features/*', '#lib/features/**']),
	layers(['src/lib/pure/**'], ['#lib/*', '#lib/**', '$app/*', '@sveltejs/*']),
	{
		files: ['tools/**', '*.config.*', 'src/testing/mock/**'],
		rules: { 'no-console': 'off' }
	}
);
