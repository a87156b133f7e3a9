/**
 * Workflows that were saved with earlier versions, and with this one: everything in them is still known, and does what it did.
 */

import { loadPackage } from '../support/engine';
import { startSandboxes } from '../support/sandbox';
import { problemsOf } from '../support/workflows/check';
import { inEngine } from '../support/workflows/engine';
import { readSaved, replay } from '../support/workflows/saved';
import { version } from '../../package.json';
import type { Sandboxes } from '../support/sandbox';

const all = readSaved();

let sandboxes: Sandboxes;
beforeAll(async () => {
	sandboxes = await startSandboxes();
});
afterAll(() => sandboxes.close());

async function descriptions(): Promise<(name: string) => any> {
	const { nodeTypes } = await loadPackage();
	return (name) => nodeTypes[name]?.type.description;
}

test('this version has saved its workflows (npm run save)', () => {
	expect(all.map((one) => one.version)).toContain(version);
});

describe.each(all.map((one) => [one.file, one.saved] as const))('%s', (_file, saved) => {
	test('names nothing that the nodes do not know any more', async () => {
		expect(problemsOf(saved, await descriptions())).toEqual([]);
	});

	test('asks for what it asked for, and gives what it gave', async () => {
		const sandbox = sandboxes[saved.sandbox];
		expect(await replay(sandbox, saved, inEngine(sandbox, saved))).toEqual([]);
	});
});

describe('what the check says of a workflow that names something unknown', () => {
	const { saved } = all.find(({ file }) =>
		file.endsWith('selarti-message.json'),
	) as (typeof all)[number];
	const problems = async (change: (node: any) => void): Promise<string[]> => {
		const node = structuredClone(
			saved.nodes.find(
				({ parameters }) => parameters.operation === 'sendExternal' && parameters.additionalFields,
			),
		);
		change(Object.assign(node, { name: 'Send' }));
		return problemsOf({ nodes: [node] }, await descriptions());
	};

	test.each([
		[
			'a parameter',
			({ parameters }: any) => (parameters.chat = '1'),
			/^"Send": there is no parameter "chat" \(there is .*\bchatId\b/,
		],
		[
			'a field of a collection',
			({ parameters }) => (parameters.additionalFields.kind = 'bot'),
			/no parameter "additionalFields\.kind" \(there is messageType\)/,
		],
		[
			'an option',
			({ parameters }) => (parameters.additionalFields.messageType = 'robot'),
			/"additionalFields\.messageType" has no option "robot" \(it has bot, operator, user\)/,
		],
		[
			'a mode',
			({ parameters }) => (parameters.task.mode = 'url'),
			/"task" has no mode "url" \(it has list, id\)/,
		],
		[
			'an operation',
			({ parameters }) => (parameters.operation = 'pass'),
			/"operation" has no option "pass" \(it has .*sendExternal/,
		],
		[
			'a resource',
			({ parameters }) => (parameters.resource = 'words'),
			/"resource" has no option "words" \(it has .*message/,
		],
		[
			'a credential',
			(node) => (node.credentials = { selarti: {} }),
			/there is no credential "selarti" \(there is selartiApi\)/,
		],
		['a version', (node) => (node.typeVersion = 9), /there is no version 9 of the node/],
		[
			'a node',
			(node) => (node.type += 'Old'),
			/there is no node "n8n-nodes-chat-platforms\.selartiOld"/,
		],
	])('%s', async (_what, change, words) => {
		expect(await problems(change)).toEqual([expect.stringMatching(words)]);
	});

	test('nothing, where an expression says it', async () => {
		expect(
			await problems(
				({ parameters }) => (parameters.additionalFields.messageType = '={{ $json.type }}'),
			),
		).toEqual([]);
	});
});
