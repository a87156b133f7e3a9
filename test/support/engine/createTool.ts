import { RoutingNode, SupplyDataContext } from 'n8n-core';
import { makeHandleToolInvocation } from 'n8n-core/dist/execution-engine/node-execution-context/utils/get-input-connection-data';
import type { ExecuteContext } from 'n8n-core';
import { createRunExecutionData, NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { nodeTypeOf } from './package';
import { prepare } from './prepare';
import type { NodeRun } from './prepare';

/**
 * Makes a tool of a node as n8n does for older agents, chains and the MCP trigger, with n8n-core's own code (2.41.1).
 *
 * @returns what calls it, with the arguments of the model; the answer is what the model is told
 */
export async function createTool(
	run: NodeRun,
): Promise<(toolArguments?: IDataObject) => Promise<string>> {
	const { loader, workflow, node, additionalData } = await prepare(run);
	const execution = createRunExecutionData({});
	const type = nodeTypeOf(loader, run.node);
	// The agent's own, which all calls of all its tools share.
	const executeData = { node, data: { main: [[{ json: {} }]] }, source: null };
	const createContext = (runIndex: number) =>
		new SupplyDataContext(
			workflow,
			node,
			additionalData,
			'manual',
			execution,
			runIndex,
			[{ json: {} }],
			{},
			NodeConnectionTypes.AiTool,
			executeData,
			[],
		);
	const routed: INodeType = {
		...type,
		async execute(this: IExecuteFunctions) {
			return (await new RoutingNode(this as unknown as ExecuteContext, type).runNode()) ?? [];
		},
	};
	const call = makeHandleToolInvocation(createContext, node, routed, execution);
	return async (toolArguments = {}) => (await call(toolArguments)) as string;
}
