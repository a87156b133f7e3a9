/** Nodes of this package as tools of n8n's AI Agent, set up as its editor does. */

import { NodeHelpers } from 'n8n-workflow';
import { name as packageName } from '../../../package.json';
import { unfold } from '../../../scripts/n8n/api';
import { until } from '../../../scripts/n8n/webhook-rows';
import type { Stage } from '../../../scripts/bench/stage';

export interface ToolNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, any>;
	credentials: Record<string, { id: string; name: string }>;
}

/** one of a node */
export interface Operation {
	resource: string;
	operation: string;
	/** as the node panel shows it */
	description: string;
	fields: any[];
}

/** The vendors' nodes by their names in the package, with the type of the credential. */
export const vendorNodes = {
	selarti: 'selartiApi',
	anyCom: 'anyComApi',
	naxonAi: 'naxonAiApi',
	vardast: 'vardastApi',
};

/**
 * @returns what n8n made of each vendor's node as a tool, which its editor shows, by the node's name; undefined
 * where it made none
 */
export async function toolDescriptions({ api }: Stage): Promise<Record<string, any>> {
	const cookie = [...api.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	const answer = await fetch(`${api.url}/types/nodes.json`, {
		headers: { cookie, 'browser-id': api.browser },
		signal: api.signal,
	});
	if (!answer.ok) throw new Error(`n8n answered ${answer.status} when asked for its nodes`);
	const all = (await answer.json()) as any[];
	return Object.fromEntries(
		Object.keys(vendorNodes).map((node) => [
			node,
			all.find(({ name }) => name === `${packageName}.${node}Tool`),
		]),
	);
}

/** @throws where the node is no tool */
export function operationsOf(descriptions: Record<string, any>, node: string): Operation[] {
	if (!descriptions[node])
		throw new Error(`n8n offers no tool ${packageName}.${node}Tool: has the node usableAsTool?`);
	const { properties } = descriptions[node];
	const named = (name: string) => properties.filter((property: any) => property.name === name);
	return named('resource')[0].options.flatMap(({ value: resource }) =>
		named('operation')
			.find(({ displayOptions }) => displayOptions.show.resource.includes(resource))
			.options.map(({ value: operation, description = '' }) => {
				const isShown = ({ displayOptions: { show = {} } = {} }: any) =>
					show.resource?.includes(resource) && show.operation?.includes(operation);
				return {
					resource,
					operation,
					description,
					fields: properties.filter((field: any) => field.name !== 'operation' && isShown(field)),
				};
			}),
	);
}

/** The parameter's name as the model gets it. */
const keyOf = ({ displayName }: any) => displayName.replace(/[^a-zA-Z0-9_-]+/g, '_');

/** A field that the model is to fill, as the editor's button for it writes it. */
function fromModel(field: any) {
	const type = field.type === 'number' ? 'number' : field.type === 'boolean' ? 'boolean' : 'string';
	const value = `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${keyOf(field)}', \`${field.description ?? ''}\`, '${type}') }}`;
	return field.type === 'resourceLocator' ? { __rl: true, mode: 'id', value } : value;
}

/**
 * @param node its name in the package
 * @param options `model`: the fields that the model fills, all required ones when
 * left out; `fixed`: what the user filled
 * @returns under the name that the editor gives it
 */
export function toolNode(
	{ credentials }: Stage,
	descriptions: Record<string, any>,
	node: string,
	resource: string,
	operation: string,
	{ model, fixed = {} }: { model?: string[]; fixed?: Record<string, any> } = {},
): ToolNode {
	const { fields } = operationsOf(descriptions, node).find(
		(one) => one.resource === resource && one.operation === operation,
	) as Operation;
	const filled = fields.filter(({ name, required, type }) =>
		model ? model.includes(name) : required && type !== 'options',
	);
	const parameters = {
		descriptionType: 'auto',
		resource,
		operation,
		...Object.fromEntries(filled.map((field) => [field.name, fromModel(field)])),
		...fixed,
	};
	const type = vendorNodes[node as keyof typeof vendorNodes];
	const name = NodeHelpers.makeNodeName(parameters, descriptions[node]);
	return {
		id: name,
		name,
		type: `${packageName}.${node}Tool`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [type]: credentials[type] },
	};
}

/**
 * @param credential of the model
 * @param start the node that starts it
 */
export function agentWorkflow(
	prompt: string,
	tools: ToolNode[],
	credential: { id: string; name: string },
	start: any = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	},
) {
	const model = {
		id: 'model',
		name: 'OpenAI Chat Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.3,
		position: [0, 0],
		parameters: {
			model: { __rl: true, mode: 'id', value: 'scripted' },
			responsesApiEnabled: false,
			options: { maxRetries: 0 },
		},
		credentials: { openAiApi: credential },
	};
	const agent = {
		id: 'agent',
		name: 'AI Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		position: [0, 0],
		parameters: { promptType: 'define', text: prompt, options: {} },
	};
	const to = (type: string) => ({ [type]: [[{ node: agent.name, type, index: 0 }]] });
	return {
		name: 'Agent',
		nodes: [start, agent, model, ...tools],
		connections: {
			[start.name]: to('main'),
			[model.name]: to('ai_languageModel'),
			...Object.fromEntries(tools.map(({ name }) => [name, to('ai_tool')])),
		},
		settings: { executionOrder: 'v1' },
	};
}

/**
 * Runs a workflow to its end.
 *
 * @returns what the agent said
 */
export async function runAgent(
	{ api, server }: Stage,
	workflow: any,
): Promise<{ output: string; error: string | undefined }> {
	const { id } = await api.createWorkflow(workflow);
	const { executionId } = await api.request('POST', `/workflows/${id}/run`, {
		triggerToStartFrom: { name: 'Start' },
	});
	const { data } = await until('end of the execution', async () => {
		const execution = await api.request('GET', `/executions/${executionId}`);
		return execution && !['new', 'running', 'waiting'].includes(execution.status)
			? execution
			: undefined;
	}).catch(async (error) => {
		throw new Error(`${error.message}. ${await server.log()}`);
	});
	const { runData, error } = unfold(data).resultData;
	return {
		output: String(runData['AI Agent']?.at(-1)?.data?.main?.[0]?.[0]?.json?.output ?? ''),
		error: error?.message,
	};
}
