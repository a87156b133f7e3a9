/** Workflows that were saved with earlier versions and with this one: the nodes know everything in them and do the same. */

import type { INode } from 'n8n-workflow';

import type { Values } from '../support/contract/values';
import { loadPackage, nodeTypeOf } from '../support/engine';
import { startSandboxes } from '../support/sandbox';
import { problemsOf } from '../support/workflows/check';
import type { FindDescription } from '../support/workflows/check';
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

async function descriptions(): Promise<FindDescription> {
	const loader = await loadPackage();
	return (name) => (name in loader.nodeTypes ? nodeTypeOf(loader, name).description : undefined);
}

test('this version has saved its workflows (npm run save)', () => {
	expect(all.map((one) => one.version)).toContain(version);
});

describe.each(all.map((one) => [one.file, one.saved] as const))('%s', (_file, saved) => {
	test('has no names and values that the nodes do not know', async () => {
		expect(problemsOf(saved, await descriptions())).toEqual([]);
	});

	test('sends the same requests and returns the same items', async () => {
		const sandbox = sandboxes[saved.sandbox];
		expect(await replay(sandbox, saved, inEngine(sandbox, saved))).toEqual([]);
	});
});

describe('the check of a workflow', () => {
	const { saved } = all.find(({ file }) =>
		file.endsWith('selarti-message.json'),
	) as (typeof all)[number];
	/** A node whose parameters are changed without regard to their types. */
	type ChangedNode = INode & {
		parameters: Record<'additionalFields' | 'task', Values> & Values;
	};
	type Change = (node: ChangedNode) => void;
	const problems = async (change: Change): Promise<string[]> => {
		const node = saved.nodes.find(
			({ parameters }) => parameters.operation === 'sendExternal' && parameters.additionalFields,
		);
		const changed = { ...(structuredClone(node) as ChangedNode), name: 'Send' };
		change(changed);
		return problemsOf({ nodes: [changed] }, await descriptions());
	};

	test.each<[string, Change, RegExp]>([
		[
			'a parameter',
			({ parameters }) => (parameters.chat = '1'),
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
			(node) => (node.credentials = { selarti: { id: '1', name: 'Selarti' } }),
			/there is no credential "selarti" \(there is selartiApi\)/,
		],
		['a version', (node) => (node.typeVersion = 9), /there is no version 9 of the node/],
		[
			'a node',
			(node) => (node.type += 'Old'),
			/there is no node "n8n-nodes-chat-platforms\.selartiOld"/,
		],
	])('reports %s that the nodes do not know', async (_what, change, problem) => {
		expect(await problems(change)).toEqual([expect.stringMatching(problem)]);
	});

	test('reports no value that is an expression', async () => {
		expect(
			await problems(
				({ parameters }) => (parameters.additionalFields.messageType = '={{ $json.type }}'),
			),
		).toEqual([]);
	});
});
