/** The toolbar links the official pages that the story shown has its markup from. */
import { createElement } from 'react';
import { addons, types, useParameter } from 'storybook/manager-api';

const name = (address) => address.split('/').filter(Boolean).at(-1);

function Official() {
	const pages = useParameter('bootstrapItalia', []);
	return pages.map((href) =>
		createElement(
			'a',
			{
				key: href,
				href,
				target: '_blank',
				rel: 'noreferrer',
				style: { padding: '0 8px', fontSize: 12, lineHeight: '28px' }
			},
			`Bootstrap Italia: ${name(href)} ↗`
		)
	);
}

addons.setConfig({ enableShortcuts: false });
addons.register('sportello/official', () => {
	addons.add('sportello/official/links', {
		type: types.TOOL,
		title: 'Bootstrap Italia',
		match: ({ viewMode, tabId }) => viewMode === 'story' && !tabId,
		render: Official
	});
});
