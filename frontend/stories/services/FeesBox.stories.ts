import type { Meta } from '@storybook/svelte-vite';
import FeesBox from '#lib/features/applications/FeesBox.svelte';
import '../../src/styles/area.scss';
import { officeApplication, officeList } from '#testing/mock/fixtures.ts';
import { official } from '../support/story.ts';

const application = officeApplication(officeList[0]!.id)!;

export default {
	component: FeesBox,
	parameters: official('organizzare-i-contenuti/liste'),
	args: { fees: application.fees, total: application.total_cents }
} satisfies Meta<typeof FeesBox>;

export const Default = {};
