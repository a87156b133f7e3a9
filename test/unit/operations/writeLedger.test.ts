import { isToolCall, writeOnce } from '../../../nodes/shared/operations/writeLedger';
import { plainNode } from '../../support/fakeVendor';
import { createItemContext } from '../../support/operationRun';

const fail = async (message: string) => await Promise.reject(new Error(message));
const mayRepeat = ({ message }: Error) => message === 'refused';

test('a write of an act happens once, also while it is under way', async () => {
	const act = {};
	let count = 0;
	const write = async () => {
		count += 1;
		return await Promise.resolve(count);
	};
	const both = await Promise.all([1, 2].map(async () => await writeOnce(act, write, mayRepeat)));
	expect([...both, await writeOnce(act, write, mayRepeat)]).toEqual([1, 1, 1]);
	expect(await writeOnce({}, write, mayRepeat)).toBe(2);
});

test('a write that was refused may be sent again, one of unknown outcome may not', async () => {
	const act = {};
	for (const [message, told] of [
		['refused', 'refused'],
		['refused', 'refused'],
		['cut', 'cut'],
		['refused', 'cut'],
	])
		await expect(writeOnce(act, async () => await fail(message), mayRepeat)).rejects.toThrow(told);
});

test.each([
	['n8n-nodes.selarti', undefined, false],
	['n8n-nodes.selartiTool', undefined, true],
	['n8n-nodes.selarti', { json: {} }, true],
])('a node of the type %s with the tool input %j is a tool: %s', (type, toolItem, expected) => {
	const context = createItemContext({
		more: {
			getNode: () => ({ ...plainNode, type }),
			getInputData: (_input: number, connection: string) =>
				(connection === 'ai_tool' ? toolItem : undefined) ?? { json: {} },
		},
	});
	expect(isToolCall(context)).toBe(expected);
});
