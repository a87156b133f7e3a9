import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';

/** The write of each act, under way or done. It is dropped together with the run. */
const writes = new WeakMap<object, Promise<unknown>>();

/**
 * The input item of a tool that n8n's routing runs. A context without one makes up a new item at each call (n8n 2.41.1).
 *
 * @returns undefined where the node runs as a node
 */
function toolItemOf(context: IExecutePaginationFunctions): INodeExecutionData | undefined {
	const item = context.getInputData(0, NodeConnectionTypes.AiTool);
	return item === context.getInputData(0, NodeConnectionTypes.AiTool) ? item : undefined;
}

/** Whether an agent, or a client of the MCP trigger, has called the node as its tool. */
export const isToolCall = (context: IExecutePaginationFunctions): boolean =>
	toolItemOf(context) !== undefined || context.getNode().type.endsWith('Tool');

/**
 * The object that stands for what the node does for one item in one run, whatever is sent for it. n8n's Retry on Fail
 * runs the whole node again, with the same item objects; each run of a node has its own. A tool gets a new item at each
 * try, around the same arguments; each call of a tool has its own arguments (n8n 2.41.1).
 */
export const actOf = (context: IExecutePaginationFunctions): object =>
	toolItemOf(context)?.json ?? context.getInputData();

/**
 * Writes once for an act, however often n8n runs the node for it, also while the write is still under way.
 *
 * @param act as `actOf` gives it
 * @param write sends the request
 * @param mayRepeat whether a write that failed with this error may be sent again
 * @returns what the write returned, now or earlier
 * @throws what the write threw, now or earlier
 */
export async function writeOnce<T>(
	act: object,
	write: () => Promise<T>,
	mayRepeat: (error: Error) => boolean,
): Promise<T> {
	const earlier = writes.get(act) as Promise<T> | undefined;
	if (earlier) return await earlier;
	// A rejection handler, as n8n's linter allows no rethrow in a catch block.
	const writing = write().then(undefined, (error: Error) => {
		if (mayRepeat(error)) writes.delete(act);
		throw error;
	});
	writes.set(act, writing);
	return await writing;
}

/**
 * Ends an act that n8n will not try again: a tool that is called later with the very same arguments is another call.
 *
 * @param context of a tool or of a node, for which this does nothing: n8n may try it again for other items
 */
export function endToolCall(context: IExecutePaginationFunctions): void {
	if (toolItemOf(context)) writes.delete(actOf(context));
}
