/**
 * Runs the built package in n8n's own engine: n8n-core's loader reads it as n8n does, n8n-core's WorkflowExecute runs
 * it. What stands here instead of n8n's server is its register of types and its credentials, by the same rules.
 */

import { join } from 'node:path';
import { Container } from '@n8n/di';
import {
	ExecutionLifecycleHooks,
	InstanceSettings,
	LoadOptionsContext,
	PackageDirectoryLoader,
	RoutingNode,
	WorkflowExecute,
} from 'n8n-core';
import {
	Workflow,
	createRunExecutionData,
	injectDomainRestrictionFields,
	NodeHelpers,
} from 'n8n-workflow';

export const root = join(__dirname, '..', '..', '..');
export const packageName = require(join(root, 'package.json')).name;
void Container.get(InstanceSettings);

let loaded: { loader: any } | undefined;

/** The package as n8n loads it. */
export async function loadPackage() {
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

/** @param routing whether n8n's routing runs the operations, not what the node has for it */
function nodeTypesOf(loader: any, routing: boolean = false) {
	const start = {
		async execute(this: any) {
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
	/** n8n's server gives a declarative node its `execute` in this way. */
	const executable = (type: any) => {
		if (type.execute || type.poll || type.trigger || type.webhook) return type;
		const routed = Object.create(type, routing ? { customOperations: { value: undefined } } : {});
		routed.execute = async function (this: any) {
			return (await new RoutingNode(this, type).runNode()) ?? [];
		};
		return routed;
	};
	const find = (type: string) => {
		if (['test.start', 'n8n-nodes-base.manualTrigger'].includes(type)) return start;
		const known = loader.nodeTypes[type.replace(`${packageName}.`, '')];
		if (!known) throw new Error(`the package has no node ${type}`);
		return executable(known.type);
	};
	return {
		getByName: find,
		getByNameAndVersion: (type: string, version?: number) =>
			NodeHelpers.getVersionedNodeType(find(type), version),
		getKnownTypes: () => loader.known.nodes,
	};
}

/**
 * n8n's credentials, kept in memory. `reads` counts how often a credential was decrypted, `stored` the renewals n8n
 * wrote back.
 */
class TestCredentials {
	loader: any;
	data: Record<string, any>;
	reads: number;
	stored: number;

	/** @param data by credential type */
	constructor(loader: any, data: Record<string, any>) {
		this.loader = loader;
		this.data = data;
		this.reads = 0;
		this.stored = 0;
	}

	type(type: string) {
		return this.loader.credentialTypes[type].type;
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	getCredentialsProperties(type: string) {
		return this.type(type).properties;
	}

	async getDecrypted(
		_additionalData: any,
		_details: any,
		type: string,
		_mode: any,
		_executeData: any,
		raw: any,
		resolve: any,
	) {
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

	async authenticate(credentials: any, type: string, options: any, workflow: any, node: any) {
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

	resolve(value: any, credentials: any, workflow: any, node: any) {
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

	async preAuthentication(
		helpers: any,
		credentials: any,
		type: string,
		node: any,
		expired: boolean,
	) {
		const credentialType = this.type(type);
		const token = credentialType.properties.find(
			(property: any) => property.type === 'hidden' && property.typeOptions?.expirable,
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

export interface Run {
	/** the node's name in the package, e.g. `selarti` */
	node: string;
	parameters: Record<string, any>;
	/** by credential type */
	credentials: Record<string, any>;
	/** the json of each input item, one empty item when left out */
	items?: any[];
	continueOnFail?: boolean;
	/** other settings of the node, e.g. `retryOnFail` */
	settings?: Record<string, any>;
	timezone?: string;
	/** cancels the execution */
	signal?: AbortSignal;
	/** what the workflow remembers */
	staticData?: any;
	/** whether the workflow is active */
	active?: boolean;
	/** whether n8n's routing runs the operation, by what is declared of it */
	routing?: boolean;
}

/** What n8n's server hands to the engine beside the workflow. */
function additionalDataOf(credentialsHelper: TestCredentials, workflow: any) {
	const url = 'http://127.0.0.1:9/';
	const { id, name } = workflow;
	return {
		executionId: 'the-execution',
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks('manual', 'the-execution', {
			id,
			name,
			nodes: [],
			connections: {},
		} as any),
		currentNodeExecutionIndex: 0,
		restApiUrl: url,
		instanceBaseUrl: url,
		formWaitingBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		variables: {},
		setExecutionStatus() {},
	} as any;
}

export async function prepare(run: Run) {
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
		nodes: [start, node] as any,
		connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		active: run.active ?? false,
		nodeTypes: nodeTypesOf(loader, run.routing) as any,
		staticData: run.staticData,
		settings: { timezone: run.timezone ?? 'Asia/Tashkent' },
	});
	const additionalData = additionalDataOf(credentialsHelper, workflow);
	return {
		loader,
		workflow,
		node: workflow.getNode(node.name) as any,
		additionalData,
		credentialsHelper,
	};
}

/**
 * Runs a node over its input items.
 *
 * @returns the output items as n8n gives them to the
 * next node, and the error the node stopped with
 */
export async function runNode(
	run: Run,
): Promise<{ items: any[]; error: any; credentials: TestCredentials }> {
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
 * @param workflowData as n8n exports it
 * @param credentials by credential type
 * @returns how many nodes ran, and what the last one gave
 */
export async function runWorkflow(
	workflowData: any,
	credentials: Record<string, any>,
): Promise<{ nodes: number; items: number; error?: string }> {
	const loader = await loadPackage();
	const nodes = workflowData.nodes.filter((node: any) => node.type !== 'n8n-nodes-base.stickyNote');
	const workflow = new Workflow({
		id: 'example',
		...workflowData,
		nodes,
		active: false,
		nodeTypes: nodeTypesOf(loader) as any,
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

/** Calls a list search method as the editor does. */
export async function searchList(
	run: Run & { method: string; filter?: string; paginationToken?: string },
) {
	const { loader, workflow, node, additionalData } = await prepare(run);
	const type = loader.nodeTypes[run.node].type;
	const context = new LoadOptionsContext(workflow, node, additionalData, '');
	additionalData.currentNodeParameters = run.parameters;
	const method = type.methods?.listSearch?.[run.method];
	if (!method) throw new Error(`the node ${run.node} has no list ${run.method}`);
	return await method.call(context, run.filter, run.paginationToken);
}

/** Tests a credential as n8n does: the request of its `test`, sent by a node made for it. */
export async function testCredential(
	type: string,
	data: any,
): Promise<{ status: 'OK' | 'Error'; message: string; credentials: TestCredentials }> {
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
		nodes: [node] as any,
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		} as any,
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
		node as any,
		additionalData,
		'internal',
		createRunExecutionData(),
		0,
		[],
		inputData,
		{ data: inputData, node, source: null } as any,
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
			context as any,
			nodeType as any,
			{ id: type, name: type, type, data: decrypted } as any,
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
		const error = caught as any;
		const { status, statusText } = error.cause?.response ?? {};
		const rule = (test.rules ?? []).find(
			({ type: kind, properties }: any) => kind === 'responseCode' && properties.value === status,
		);
		const message =
			rule?.properties.message ??
			(status
				? statusText || `Received HTTP status code: ${status}`
				: (error.cause?.code ?? error.message));
		return { status: 'Error', message, credentials: credentialsHelper };
	}
}
