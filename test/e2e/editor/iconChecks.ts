/** The icons of the package's nodes on the canvas, in n8n's light theme and in its dark one. */

import assert from 'node:assert/strict';
import { name as packageName, n8n } from '../../../package.json';
import type { WorkflowNode } from '../../../scripts/n8n/client';
import type { EditorPage } from './editorPage';
import type { EditorSession } from './session';

/** The names of the package's nodes, as workflows have them. */
const nodeNames = n8n.nodes.map((file) =>
	file.replace(
		/^.*\/(\w)(\w*)\.node\.js$/,
		(_file: string, first: string, rest: string) => `${first.toLowerCase()}${rest}`,
	),
);

const toNode = (name: string, index: number): WorkflowNode => ({
	id: name,
	name,
	type: `${packageName}.${name}`,
	typeVersion: 1,
	position: [(index % 3) * 260, Math.floor(index / 3) * 200],
	parameters: {},
});

/** @returns The addresses of the icons. */
async function readIcons(editor: EditorPage, theme: 'light' | 'dark'): Promise<string[]> {
	const icons: string[] = [];
	for (const name of nodeNames) {
		const node = editor.page
			.getByTestId('canvas-node')
			.filter({ has: editor.page.getByText(name, { exact: true }) });
		const source = await editor.readIcon(node.locator('img').first());
		assert(
			source.endsWith('.dark.svg') === (theme === 'dark'),
			`in the ${theme} theme ${name} has the icon ${source}`,
		);
		icons.push(source);
	}
	return icons;
}

export async function checkIcons({ check, instance }: EditorSession): Promise<void> {
	await check('icons on the canvas, light and dark', async (editor) => {
		const nodes = nodeNames.map(toNode);
		const workflow = { name: 'All nodes', nodes, connections: {} };
		const { id } = await instance.client.createWorkflow(workflow);
		const icons = new Set<string>();
		for (const theme of ['light', 'dark'] as const) {
			await editor.page.emulateMedia({ colorScheme: theme });
			await editor.page.goto(`${editor.url}/workflow/${id}`);
			for (const icon of await readIcons(editor, theme)) icons.add(icon);
			await editor.screenshot(`icons-${theme}`);
		}
		return `${nodeNames.length} nodes, ${icons.size} icons`;
	});
}
