/** Every text in every language: for the server, which speaks to everybody, and for tests. */
import areaEn from './bundles/area.en.ts';
import areaIt from './bundles/area.it.ts';
import officeEn from './bundles/office.en.ts';
import officeIt from './bundles/office.it.ts';
import publicEn from './bundles/public.en.ts';
import publicIt from './bundles/public.it.ts';
import { shelve } from './index.ts';

shelve('it', { ...publicIt, ...areaIt, ...officeIt });
shelve('en', { ...publicEn, ...areaEn, ...officeEn });
