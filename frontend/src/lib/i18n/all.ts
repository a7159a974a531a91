/** Every text in every language: for the server, which speaks to everybody, and for tests. */
import publicEn from './bundles/public.en.ts';
import publicIt from './bundles/public.it.ts';
import helpEn from './bundles/help.en.ts';
import helpIt from './bundles/help.it.ts';
import documentsEn from './bundles/documents.en.ts';
import documentsIt from './bundles/documents.it.ts';
import developersEn from './bundles/developers.en.ts';
import developersIt from './bundles/developers.it.ts';
import errorsEn from './bundles/errors.en.ts';
import errorsIt from './bundles/errors.it.ts';
import identityEn from './bundles/identity.en.ts';
import identityIt from './bundles/identity.it.ts';
import pageEn from './bundles/page.en.ts';
import pageIt from './bundles/page.it.ts';
import areaEn from './bundles/area.en.ts';
import areaIt from './bundles/area.it.ts';
import officeEn from './bundles/office.en.ts';
import officeIt from './bundles/office.it.ts';
import feedbackEn from './bundles/feedback.en.ts';
import feedbackIt from './bundles/feedback.it.ts';
import specialEn from './bundles/special.en.ts';
import specialIt from './bundles/special.it.ts';
import statisticsEn from './bundles/statistics.en.ts';
import statisticsIt from './bundles/statistics.it.ts';
import { shelve } from './index.ts';

shelve('it', {
	...specialIt,
	...statisticsIt,
	...feedbackIt,
	...publicIt,
	...helpIt,
	...documentsIt,
	...developersIt,
	...errorsIt,
	...identityIt,
	...pageIt,
	...areaIt,
	...officeIt
});
shelve('en', {
	...specialEn,
	...statisticsEn,
	...feedbackEn,
	...publicEn,
	...helpEn,
	...documentsEn,
	...developersEn,
	...errorsEn,
	...identityEn,
	...pageEn,
	...areaEn,
	...officeEn
});
