/**
 * The row of the icons: every node of the package on the canvas, in n8n's light theme and in its dark one.
 */

import { expect } from './vendor-rows';
import type { Stage } from './stage';

/** @returns the package's nodes, as workflows name them */
function nodes(): string[] {
	const { n8n } = require('../../../package.json');
	return n8n.nodes.map((file) =>
		file.replace(/^.*\/(\w)(\w*)\.node\.js$/, (_, first, rest) => `${first.toLowerCase()}${rest}`),
	);
}

export async function iconsRow({ row, api }: Stage) {
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
		const sources: Record<string, string> = {};
		for (const theme of ['light', 'dark'] as const) {
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
