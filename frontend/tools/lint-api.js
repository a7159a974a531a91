/** Checks the description of the API: valid OpenAPI 3, and what Redocly's recommended rules ask. Any finding fails. */
import { fileURLToPath } from 'node:url';
import { createConfig, formatProblems, getTotals, lint } from '@redocly/openapi-core';

const rules = {
	'operation-2xx-response': 'off', // the two steps of a sign-in in the browser answer with a redirect
	'operation-4xx-response': 'off', // a public page without parameters cannot be asked for in a wrong way
	'no-server-example.com': 'off' // the second server is the demo on one's own machine
};

const config = await createConfig({ extends: ['recommended'], rules });
const problems = await lint({ ref: fileURLToPath(new URL('../../openapi/openapi.yaml', import.meta.url)), config });
const totals = getTotals(problems);
if (problems.length > 0) formatProblems(problems, { totals, version: 'redocly' });
process.exitCode = totals.errors + totals.warnings > 0 ? 1 : 0;
