'use strict';

/** Nodes of this package as tools of n8n's AI Agent, set up as its editor does. */

const { NodeHelpers } = require('n8n-workflow');
const { name: packageName } = require('../../../package.json');
const { unfold } = require('../../../scripts/n8n/api');
const { until } = require('../../../scripts/n8n/webhook-rows');

/** @typedef {import('../../../scripts/bench/stage').Stage} Stage */

/**
 * @typedef {object} ToolNode
 * @property {string} id
 * @property {string} name
 * @property {string} type
 * @property {number} typeVersion
 * @property {[number, number]} position
 * @property {Record<string, any>} parameters
 * @property {Record<string, { id: string, name: string }>} credentials
 *
 * @typedef {object} Operation one of a node
 * @property {string} resource
 * @property {string} operation
 * @property {string} description as the node panel shows it
 * @property {any[]} fields
 */

/** The vendors' nodes by their names in the package, with the type of the credential. */
const vendorNodes = {
	selarti: 'selartiApi',
	anyCom: 'anyComApi',
	naxonAi: 'naxonAiApi',
	vardast: 'vardastApi',
};

/**
 * @param {Stage} stage
 * @returns {Promise<Record<string, any>>} what n8n made of each vendor's node as a tool, which its editor shows, by the node's name; undefined
 *   where it made none
 */
async function toolDescriptions({ api }) {
	const cookie = [...api.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	const answer = await fetch(`${api.url}/types/nodes.json`, {
		headers: { cookie, 'browser-id': api.browser },
		signal: api.signal,
	});
	if (!answer.ok) throw new Error(`n8n answered ${answer.status} when asked for its nodes`);
	const all = /** @type {any[]} */ (await answer.json());
	return Object.fromEntries(
		Object.keys(vendorNodes).map((node) => [
			node,
			all.find(({ name }) => name === `${packageName}.${node}Tool`),
		]),
	);
}

/** @param {Record<string, any>} descriptions @param {string} node @returns {Operation[]} @throws {Error} where the node is no tool */
function operationsOf(descriptions, node) {
	if (!descriptions[node])
		throw new Error(`n8n offers no tool ${packageName}.${node}Tool: has the node usableAsTool?`);
	const { properties } = descriptions[node];
	const named = (/** @type {string} */ name) =>
		properties.filter((/** @type {any} */ property) => property.name === name);
	return named('resource')[0].options.flatMap(({ value: resource }) =>
		named('operation')
			.find(({ displayOptions }) => displayOptions.show.resource.includes(resource))
			.options.map(({ value: operation, description = '' }) => {
				const isShown = (/** @type {any} */ { displayOptions: { show = {} } = {} }) =>
					show.resource?.includes(resource) && show.operation?.includes(operation);
				return {
					resource,
					operation,
					description,
					fields: properties.filter(
						(/** @type {any} */ field) => field.name !== 'operation' && isShown(field),
					),
				};
			}),
	);
}

/** The parameter's name as the model gets it. @param {any} field */
const keyOf = ({ displayName }) => displayName.replace(/[^a-zA-Z0-9_-]+/g, '_');

/** A field that the model is to fill, as the editor's button for it writes it. @param {any} field */
function fromModel(field) {
	const type = field.type === 'number' ? 'number' : field.type === 'boolean' ? 'boolean' : 'string';
	const value = `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${keyOf(field)}', \`${field.description ?? ''}\`, '${type}') }}`;
	return field.type === 'resourceLocator' ? { __rl: true, mode: 'id', value } : value;
}

/**
 * @param {Stage} stage @param {Record<string, any>} descriptions @param {string} node its name in the package
 * @param {string} resource @param {string} operation
 * @param {{ model?: string[], fixed?: Record<string, any> }} [options] `model`: the fields that the model fills, all required ones when
 *   left out; `fixed`: what the user filled
 * @returns {ToolNode} under the name that the editor gives it
 */
function toolNode(
	{ credentials },
	descriptions,
	node,
	resource,
	operation,
	{ model, fixed = {} } = {},
) {
	const { fields } = /** @type {Operation} */ (
		operationsOf(descriptions, node).find(
			(one) => one.resource === resource && one.operation === operation,
		)
	);
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
	const type = vendorNodes[/** @type {keyof typeof vendorNodes} */ (node)];
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
 * @param {string} prompt @param {ToolNode[]} tools @param {{ id: string, name: string }} credential of the model
 * @param {any} [start] the node that starts it
 */
function agentWorkflow(
	prompt,
	tools,
	credential,
	start = {
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
	const to = (/** @type {string} */ type) => ({ [type]: [[{ node: agent.name, type, index: 0 }]] });
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
 * @param {Stage} stage @param {any} workflow
 * @returns {Promise<{ output: string, error: string|undefined }>} what the agent said
 */
async function runAgent({ api, server }, workflow) {
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

module.exports = { vendorNodes, toolDescriptions, operationsOf, toolNode, agentWorkflow, runAgent };
