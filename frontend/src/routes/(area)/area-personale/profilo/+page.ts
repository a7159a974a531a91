import { api, data } from '#lib/api/client.ts';
import type { PageLoad } from './$types.js';

export const load: PageLoad = async ({ fetch }) => ({ profile: await data(api(fetch).GET('/me/profile')) });
