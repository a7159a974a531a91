import type { Meta } from '@storybook/svelte-vite';
import ContentCard from '#lib/features/content/ContentCard.svelte';
import { contents } from '#testing/mock/site-fixtures.ts';
import { drawn } from '../support/mock.ts';
import { official } from '../support/story.ts';

const of = (type: string) => drawn(contents.find((one) => one.type === type)!);

export default {
	component: ContentCard,
	parameters: official('componenti/card')
} satisfies Meta<typeof ContentCard>;

export const Service = { args: { card: of('service') } };
export const News = { args: { card: of('news') } };
export const OrganizationalUnit = { args: { card: of('organizational_unit') } };
export const PublicPerson = { args: { card: of('public_person') } };
export const Place = { args: { card: of('place') } };
export const Event = { args: { card: of('event') } };
export const PublicDocument = { args: { card: of('public_document') } };
export const Dataset = { args: { card: of('dataset') } };
export const Call = { args: { card: of('call') } };
export const Faq = { args: { card: of('faq') } };
export const ThematicSite = { args: { card: of('thematic_site') } };
export const NoticeBoardEntry = { args: { card: of('notice_board_entry') } };
export const PnrrProject = { args: { card: of('pnrr_project') } };
export const Topic = { args: { card: of('topic') } };
export const WithoutPicture = { args: { card: of('news'), picture: false } };
export const Excerpt = { args: { card: of('service'), excerpt: { it: 'Il <mark>cambio</mark> di residenza.' } } };
