import { ExecuteContext, RoutingNode } from 'n8n-core';
import { createRunExecutionData, NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import { TestCredentialsHelper, withOwner } from './credentialsHelper';
import { loadPackage } from './package';
import { createAdditionalData } from './prepare';

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
	credentials: TestCredentialsHelper;
}

type Rules = NonNullable<ICredentialTestRequest['rules']>;

/** The node that n8n makes for the request of a credential's `test`. */
const createNodeType = (type: string, test: ICredentialTestRequest): INodeType => ({
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
});

/**
 * The type of that node. n8n compares it with a name that it has in some versions only, so it does not always know that
 * a credential is tested (n8n 2.41.1: it does not).
 */
export type TestNodeType = 'noOp' | 'n8n-nodes-base.noOp';

export const createNode = (type: string, nodeType: TestNodeType): INode => ({
	id: 'temp',
	name: 'Temp-Node',
	type: nodeType,
	typeVersion: 1,
	position: [0, 0],
	parameters: { temp: '' },
	credentials: { [type]: { id: type, name: type } },
});

/** A node's context with a credential, in which n8n sends requests for the node. */
export function createContext(
	node: INode,
	nodeType: INodeType,
	credentials: TestCredentialsHelper,
) {
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	const data = { main: [[{ json: {} }]] };
	return new ExecuteContext(
		workflow,
		node,
		createAdditionalData(credentials, workflow),
		'internal',
		createRunExecutionData(),
		0,
		[],
		data,
		{ data, node, source: null },
		[],
	);
}

/** The message of a rule that takes a successful answer for a failure. */
function messageOfAnswer(
	rules: Rules | undefined,
	output: INodeExecutionData[][] | null | undefined,
) {
	const json: IDataObject = output?.[0]?.[0]?.json ?? {};
	for (const { type, properties } of rules ?? []) {
		if (type === 'responseSuccessBody' && json[properties.key] === properties.value)
			return properties.message;
	}
	return undefined;
}

/** What n8n tells the user of an error of the request. */
function messageOfError(rules: Rules | undefined, error: unknown): string {
	const { cause, message } = error as Error & {
		cause?: { code?: string; response?: { status?: number; statusText?: string } };
	};
	const { status, statusText } = cause?.response ?? {};
	for (const { type, properties } of rules ?? [])
		if (type === 'responseCode' && properties.value === status) return properties.message;
	if (status) return statusText || `Received HTTP status code: ${status}`;
	return cause?.code ?? message;
}

/**
 * Tests a credential as n8n does: the request of its `test`, sent by a node made for it.
 *
 * @param fields what n8n has stored, of which `typed` is what the user changed since
 */
export async function testCredential(
	type: string,
	fields: object,
	{ typed = {}, node = 'noOp' }: { typed?: object; node?: TestNodeType } = {},
): Promise<CredentialTestResult> {
	const loader = await loadPackage();
	const credentials = new TestCredentialsHelper(loader, { [type]: fields });
	const { test, properties } = loader.credentialTypes[type].type;
	if (!test) throw new Error(`the credential ${type} has no test`);
	const nodeType = createNodeType(type, test);
	const context = createContext(createNode(type, node), nodeType, credentials);
	const data = withOwner(
		type,
		NodeHelpers.getNodeParameters(
			properties,
			fields as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject,
	);
	Object.assign(data, typed);
	try {
		const routing = new RoutingNode(context, nodeType, { id: type, name: type, type, data });
		const message = messageOfAnswer(test.rules, await routing.runNode());
		return message === undefined
			? { status: 'OK', message: 'Connection successful!', credentials }
			: { status: 'Error', message, credentials };
	} catch (error) {
		return { status: 'Error', message: messageOfError(test.rules, error), credentials };
	}
}
