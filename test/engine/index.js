'use strict';

/**
 * Runs the built package in n8n's own engine: n8n-core's loader reads it as n8n does, n8n-core's WorkflowExecute runs
 * it. What stands here instead of n8n's server is its register of types and its credentials, by the same rules.
 */

const { join } = require('node:path');
const { Container } = require('@n8n/di');
const {
	ExecutionLifecycleHooks,
	InstanceSettings,
	LoadOptionsContext,
	PackageDirectoryLoader,
	RoutingNode,
	WorkflowExecute,
} = require('n8n-core');
const {
	Workflow,
	createRunExecutionData,
	injectDomainRestrictionFields,
	NodeHelpers,
} = require('n8n-workflow');

const root = join(__dirname, '..', '..');
const packageName = require(join(root, 'package.json')).name;
void Container.get(InstanceSettings);

/** @type {{loader: any} | undefined} */
let loaded;

/** The package as n8n loads it. */
async function loadPackage() {
	if (!loaded) {
		const loader = new PackageDirectoryLoader(root);
		await loader.loadAll();
		// n8n's server does so, too: an owner may limit where a credential is used.
		for (const { type } of Object.values(loader.credentialTypes))
			type.properties = injectDomainRestrictionFields(type);
		loaded = { loader };
	}
	return loaded.loader;
}

/** @param {any} loader @param {boolean} [routing] whether n8n's routing runs the operations, not what the node has for it */
function nodeTypesOf(loader, routing = false) {
	const start = {
		/** @this {any} */
		async execute() {
			return [this.getInputData()];
		},
		description: {
			displayName: 'Start',
			name: 'start',
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: [],
			outputs: ['main'],
			properties: [],
		},
	};
	/** n8n's server gives a declarative node its `execute` in this way. @param {any} type */
	const executable = (type) => {
		if (type.execute || type.poll || type.trigger || type.webhook) return type;
		const routed = Object.create(type, routing ? { customOperations: { value: undefined } } : {});
		/** @this {any} */
		routed.execute = async function () {
			return (await new RoutingNode(this, type).runNode()) ?? [];
		};
		return routed;
	};
	/** @param {string} type */
	const find = (type) => {
		if (['test.start', 'n8n-nodes-base.manualTrigger'].includes(type)) return start;
		const known = loader.nodeTypes[type.replace(`${packageName}.`, '')];
		if (!known) throw new Error(`the package has no node ${type}`);
		return executable(known.type);
	};
	return {
		getByName: find,
		/** @param {string} type @param {number} [version] */
		getByNameAndVersion: (type, version) => NodeHelpers.getVersionedNodeType(find(type), version),
		getKnownTypes: () => loader.known.nodes,
	};
}

/**
 * n8n's credentials, kept in memory. `reads` counts how often a credential was decrypted, `stored` the renewals n8n
 * wrote back.
 */
class TestCredentials {
	/** @param {any} loader @param {Record<string, any>} data by credential type */
	constructor(loader, data) {
		this.loader = loader;
		this.data = data;
		this.reads = 0;
		this.stored = 0;
	}

	/** @param {string} type */
	type(type) {
		return this.loader.credentialTypes[type].type;
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	/** @param {string} type */
	getCredentialsProperties(type) {
		return this.type(type).properties;
	}

	/**
	 * @param {any} _additionalData @param {any} _details @param {string} type @param {any} _mode @param {any} _executeData
	 * @param {any} raw @param {any} resolve
	 */
	async getDecrypted(_additionalData, _details, type, _mode, _executeData, raw, resolve) {
		this.reads += 1;
		await new Promise((done) => setImmediate(done));
		const data = NodeHelpers.getNodeParameters(
			this.type(type).properties,
			this.data[type],
			true,
			false,
			null,
			null,
		);
		if (raw || !resolve) return { ...data };
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = resolve;
		const resolved = workflow.expression.getParameterValue(
			data,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			'manual',
			{},
		);
		return { ...resolved };
	}

	/** @param {any} credentials @param {string} type @param {any} options @param {any} workflow @param {any} node */
	async authenticate(credentials, type, options, workflow, node) {
		const { authenticate } = this.type(type);
		if (!authenticate) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		for (const [part, values] of Object.entries(authenticate.properties)) {
			options[part] ??= {};
			for (const [key, value] of Object.entries(values)) {
				options[part][key] = this.resolve(value, credentials, workflow, node);
			}
		}
		return options;
	}

	/** @param {any} value @param {any} credentials @param {any} workflow @param {any} node */
	resolve(value, credentials, workflow, node) {
		if (typeof value !== 'string' || !value.startsWith('=')) return value;
		return String(
			workflow.expression.getSimpleParameterValue(
				node,
				value,
				'internal',
				{ $credentials: credentials },
				undefined,
				'',
			) ?? '',
		);
	}

	/** @param {any} helpers @param {any} credentials @param {string} type @param {any} node @param {boolean} expired */
	async preAuthentication(helpers, credentials, type, node, expired) {
		const credentialType = this.type(type);
		const token = credentialType.properties.find(
			(/** @type {any} */ property) =>
				property.type === 'hidden' && property.typeOptions?.expirable,
		);
		if (!token || !credentialType.preAuthentication) return undefined;
		const testing = node?.parameters?.temp === '' && node?.type === 'n8n-nodes-base.noOp';
		if (credentials[token.name] !== '' && !expired && !testing) return undefined;
		const output = await credentialType.preAuthentication.call(helpers, credentials);
		if (output[token.name] === undefined) return undefined;
		this.stored += 1;
		Object.assign(this.data[type], output);
		return Object.assign(credentials, output);
	}
}

/**
 * @typedef {object} Run
 * @property {string} node the node's name in the package, e.g. `selarti`
 * @property {Record<string, any>} parameters
 * @property {Record<string, any>} credentials by credential type
 * @property {any[]} [items] the json of each input item, one empty item when left out
 * @property {boolean} [continueOnFail]
 * @property {Record<string, any>} [settings] other settings of the node, e.g. `retryOnFail`
 * @property {string} [timezone]
 * @property {AbortSignal} [signal] cancels the execution
 * @property {any} [staticData] what the workflow remembers
 * @property {boolean} [active] whether the workflow is active
 * @property {boolean} [routing] whether n8n's routing runs the operation, by what is declared of it
 */

/** What n8n's server hands to the engine beside the workflow. @param {TestCredentials} credentialsHelper @param {any} workflow */
function additionalDataOf(credentialsHelper, workflow) {
	const url = 'http://127.0.0.1:9/';
	const { id, name } = workflow;
	return /** @type {any} */ ({
		executionId: 'the-execution',
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks(
			'manual',
			'the-execution',
			/** @type {any} */ ({ id, name, nodes: [], connections: {} }),
		),
		currentNodeExecutionIndex: 0,
		restApiUrl: url,
		instanceBaseUrl: url,
		formWaitingBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		variables: {},
		setExecutionStatus() {},
	});
}

/** @param {Run} run */
async function prepare(run) {
	const loader = await loadPackage();
	const credentialsHelper = new TestCredentials(loader, run.credentials);
	const node = {
		id: 'the-node',
		name: 'The node',
		type: `${packageName}.${run.node}`,
		typeVersion: 1,
		position: [200, 0],
		parameters: run.parameters,
		credentials: Object.fromEntries(
			Object.keys(run.credentials).map((type) => [type, { id: type, name: type }]),
		),
		...(run.continueOnFail && { onError: 'continueRegularOutput' }),
		...run.settings,
	};
	const start = {
		id: 'start',
		name: 'Start',
		type: 'test.start',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const workflow = new Workflow({
		id: 'the-workflow',
		name: 'The workflow',
		nodes: /** @type {any} */ ([start, node]),
		connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		active: run.active ?? false,
		nodeTypes: /** @type {any} */ (nodeTypesOf(loader, run.routing)),
		staticData: run.staticData,
		settings: { timezone: run.timezone ?? 'Asia/Tashkent' },
	});
	const additionalData = additionalDataOf(credentialsHelper, workflow);
	return {
		loader,
		workflow,
		node: /** @type {any} */ (workflow.getNode(node.name)),
		additionalData,
		credentialsHelper,
	};
}

/**
 * Runs a node over its input items.
 *
 * @param {Run} run
 * @returns {Promise<{items: any[], error: any, credentials: TestCredentials}>} the output items as n8n gives them to the
 * next node, and the error the node stopped with
 */
async function runNode(run) {
	const { workflow, node, additionalData, credentialsHelper } = await prepare(run);
	const items = (run.items ?? [{}]).map((json, item) => ({ json, pairedItem: { item } }));
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node, data: { main: [items] }, source: { main: [{ previousNode: 'Start' }] } },
			],
		},
		resultData: {
			runData: {
				Start: [
					{
						startTime: 0,
						executionTime: 0,
						executionIndex: 0,
						source: [],
						executionStatus: 'success',
						data: { main: [items] },
					},
				],
			},
		},
	});
	const execution = new WorkflowExecute(additionalData, 'manual', data);
	const running = execution.processRunExecutionData(workflow);
	run.signal?.addEventListener('abort', () => running.cancel(), { once: true });
	const result = await running;
	const runs = result.data.resultData.runData[node.name] ?? [];
	const last = runs[runs.length - 1];
	return {
		items: last?.data?.main?.[0] ?? [],
		error: last?.error ?? result.data.resultData.error,
		credentials: credentialsHelper,
	};
}

/**
 * Runs a whole workflow of this package's nodes, from its manual trigger.
 *
 * @param {any} workflowData as n8n exports it
 * @param {Record<string, any>} credentials by credential type
 * @returns {Promise<{nodes: number, items: number, error?: string}>} how many nodes ran, and what the last one gave
 */
async function runWorkflow(workflowData, credentials) {
	const loader = await loadPackage();
	const nodes = workflowData.nodes.filter(
		(/** @type {any} */ node) => node.type !== 'n8n-nodes-base.stickyNote',
	);
	const workflow = new Workflow({
		id: 'example',
		...workflowData,
		nodes,
		active: false,
		nodeTypes: /** @type {any} */ (nodeTypesOf(loader)),
	});
	const additionalData = additionalDataOf(new TestCredentials(loader, credentials), workflow);
	const { data } = await new WorkflowExecute(additionalData, 'manual').run({ workflow });
	const { runData, error, lastNodeExecuted } = data.resultData;
	const last = runData[lastNodeExecuted ?? '']?.at(-1);
	return {
		nodes: Object.keys(runData).length,
		items: last?.data?.main?.[0]?.length ?? 0,
		error: error?.message,
	};
}

/**
 * Calls a list search method as the editor does.
 *
 * @param {Run & {method: string, filter?: string, paginationToken?: string}} run
 */
async function searchList(run) {
	const { loader, workflow, node, additionalData } = await prepare(run);
	const type = loader.nodeTypes[run.node].type;
	const context = new LoadOptionsContext(workflow, node, additionalData, '');
	additionalData.currentNodeParameters = run.parameters;
	const method = type.methods?.listSearch?.[run.method];
	if (!method) throw new Error(`the node ${run.node} has no list ${run.method}`);
	return await method.call(context, run.filter, run.paginationToken);
}

/**
 * Tests a credential as n8n does: the request of its `test`, sent by a node made for it.
 *
 * @param {string} type @param {any} data
 * @returns {Promise<{status: 'OK'|'Error', message: string, credentials: TestCredentials}>}
 */
async function testCredential(type, data) {
	const loader = await loadPackage();
	const credentialsHelper = new TestCredentials(loader, { [type]: data });
	const { test } = loader.credentialTypes[type].type;
	const nodeType = {
		description: {
			displayName: 'Temp',
			name: 'temp',
			group: ['input'],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	};
	const node = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: { temp: '' },
		credentials: { [type]: { id: type, name: type } },
	};
	const workflow = new Workflow({
		nodes: /** @type {any} */ ([node]),
		connections: {},
		active: false,
		nodeTypes: /** @type {any} */ ({
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		}),
	});
	const { ExecuteContext } = require('n8n-core');
	const inputData = { main: [[{ json: {} }]] };
	const { additionalData } = await prepare({
		node: Object.keys(loader.nodeTypes)[0],
		parameters: {},
		credentials: { [type]: data },
	});
	additionalData.credentialsHelper = credentialsHelper;
	const context = new ExecuteContext(
		workflow,
		/** @type {any} */ (node),
		additionalData,
		'internal',
		createRunExecutionData(),
		0,
		[],
		inputData,
		/** @type {any} */ ({ data: inputData, node, source: null }),
		[],
	);
	const decrypted = NodeHelpers.getNodeParameters(
		loader.credentialTypes[type].type.properties,
		data,
		true,
		false,
		null,
		null,
	);
	try {
		const response = await new RoutingNode(
			/** @type {any} */ (context),
			/** @type {any} */ (nodeType),
			/** @type {any} */ ({ id: type, name: type, type, data: decrypted }),
		).runNode();
		for (const rule of test.rules ?? []) {
			const json = response?.[0]?.[0]?.json;
			if (
				rule.type === 'responseSuccessBody' &&
				json?.[rule.properties.key] === rule.properties.value
			) {
				return {
					status: 'Error',
					message: rule.properties.message,
					credentials: credentialsHelper,
				};
			}
		}
		return { status: 'OK', message: 'Connection successful!', credentials: credentialsHelper };
	} catch (caught) {
		const error = /** @type {any} */ (caught);
		const { status, statusText } = error.cause?.response ?? {};
		const rule = (test.rules ?? []).find(
			(/** @type {any} */ { type: kind, properties }) =>
				kind === 'responseCode' && properties.value === status,
		);
		const message =
			rule?.properties.message ??
			(status
				? statusText || `Received HTTP status code: ${status}`
				: (error.cause?.code ?? error.message));
		return { status: 'Error', message, credentials: credentialsHelper };
	}
}

module.exports = {
	loadPackage,
	prepare,
	runNode,
	runWorkflow,
	searchList,
	testCredential,
	packageName,
	root,
};
