'use strict';

/** The row of the icons: every node of the package on the canvas, in n8n's light theme and in its dark one. */

const { expect } = require('./vendor-rows');

/** @typedef {import('./stage').Stage} Stage */

/** @returns {string[]} the package's nodes, as workflows name them */
function nodes() {
	/** @type {{ n8n: { nodes: string[] } }} */
	const { n8n } = require('../../../package.json');
	return n8n.nodes.map((file) =>
		file.replace(/^.*\/(\w)(\w*)\.node\.js$/, (_, first, rest) => `${first.toLowerCase()}${rest}`),
	);
}

/** @param {Stage} stage */
async function iconsRow({ row, api }) {
	await row('icons on the canvas, light and dark', async (visit) => {
		const names = nodes();
		const placed = names.map((name, index) => ({
			id: name,
			name,
			type: `n8n-nodes-chat-platforms.${name}`,
			typeVersion: 1,
			position: [(index % 3) * 260, Math.floor(index / 3) * 200],
			parameters: {},
		}));
		const { id } = await api.createWorkflow({ name: 'All nodes', nodes: placed, connections: {} });
		/** @type {Record<string, string>} */
		const sources = {};
		for (const theme of /** @type {const} */ (['light', 'dark'])) {
			await visit.page.emulateMedia({ colorScheme: theme });
			await visit.page.goto(`${visit.url}/workflow/${id}`);
			for (const name of names) {
				const icon = visit.page
					.getByTestId('canvas-node')
					.filter({ has: visit.page.getByText(name, { exact: true }) })
					.locator('img');
				const source = await visit.seeIcon(icon.first());
				expect(
					source.endsWith('.dark.svg') === (theme === 'dark'),
					`in the ${theme} theme ${name} has the icon ${source}`,
				);
				sources[`${theme} ${name}`] = source;
			}
			await visit.picture(`icons-${theme}`);
		}
		return `${names.length} nodes, ${new Set(Object.values(sources)).size} icons`;
	});
}

module.exports = { iconsRow };
