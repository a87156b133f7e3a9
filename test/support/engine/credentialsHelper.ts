import type { PackageDirectoryLoader } from 'n8n-core';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	ICredentialType,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	INodeType,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { selarti } from '../../../nodes/Selarti/vendor';
import { bindToken } from '../../../nodes/shared/http/accountKey';
import { cleanCredential } from '../../../nodes/shared/http/credentialValues';

/** The fields of each credential, by credential type. */
export type CredentialData = Record<string, object>;

const isExpression = (value: unknown): value is string =>
	typeof value === 'string' && value.startsWith('=');

/**
 * Tests write a stored session token as the vendor gave it, e.g. `bus|live`. It belongs to the key and the address that
 * stand beside it.
 */
export function withOwner(
	type: string,
	data: ICredentialDataDecryptedObject,
): ICredentialDataDecryptedObject {
	const { sessionToken } = data;
	if (type !== selarti.credential || !String(sessionToken).startsWith('bus|')) return data;
	return { ...data, sessionToken: bindToken(selarti, cleanCredential(data), String(sessionToken)) };
}

/** Resolves the expressions in a credential for pick lists and triggers, which have no input item. */
function resolveWithoutItem(data: INodeParameters): ICredentialDataDecryptedObject {
	const node: INode = {
		id: 'mock',
		name: '',
		type: 'mock',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const nodeType = { description: { properties: [] } } as unknown as INodeType;
	const { expression } = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	const resolved = expression.getComplexParameterValue(
		node,
		data,
		'internal',
		{},
		undefined,
		undefined,
		data,
	);
	return { ...(resolved as ICredentialDataDecryptedObject) };
}

/** Whether n8n sends the request of a credential's `test`, for which it logs in anew. */
const isCredentialTest = (node: INode) =>
	node.parameters?.temp === '' && node.type === 'n8n-nodes-base.noOp';

/** n8n's credentials, kept in memory, by the rules of n8n's server. */
export class TestCredentialsHelper implements ICredentialsHelper {
	/** How often a credential was decrypted. */
	reads = 0;
	/** How many were being decrypted at the same time, at most. */
	maxConcurrentReads = 0;
	/** How many renewed tokens n8n wrote back. */
	stored = 0;

	private reading = 0;

	constructor(
		private readonly loader: PackageDirectoryLoader,
		readonly data: CredentialData,
	) {}

	private type(name: string): ICredentialType {
		return this.loader.credentialTypes[name].type;
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.type(type).properties;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
		_mode: WorkflowExecuteMode,
		_executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		this.reads += 1;
		this.reading += 1;
		this.maxConcurrentReads = Math.max(this.maxConcurrentReads, this.reading);
		await new Promise((done) => setImmediate(done));
		this.reading -= 1;
		const data = NodeHelpers.getNodeParameters(
			this.type(type).properties,
			this.data[type] as INodeParameters,
			true,
			false,
			null,
			null,
		) as INodeParameters;
		if (raw) return { ...data } as ICredentialDataDecryptedObject;
		if (!resolve) return withOwner(type, resolveWithoutItem(data));
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
		return withOwner(type, { ...(resolved as object) });
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.type(type);
		if (!authenticate) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		const parts = options as unknown as Record<string, Record<string, unknown> | undefined>;
		for (const [part, values] of Object.entries({ ...authenticate.properties })) {
			const target = (parts[part] ??= {});
			for (const [key, value] of Object.entries(values))
				target[key] = this.resolve(value, credentials, workflow, node);
		}
		return options;
	}

	private resolve(
		value: unknown,
		credentials: ICredentialDataDecryptedObject,
		workflow: Workflow,
		node: INode,
	): unknown {
		if (!isExpression(value)) return value;
		const resolved = workflow.expression.getSimpleParameterValue(
			node,
			value,
			'internal',
			{ $credentials: credentials },
			undefined,
			'',
		);
		return String(resolved ?? '');
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		isExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.type(typeName);
		const token = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable,
		);
		if (!token || !type.preAuthentication) return undefined;
		if (credentials[token.name] !== '' && !isExpired && !isCredentialTest(node)) return undefined;
		const output = await type.preAuthentication.call(helpers, credentials);
		if (output[token.name] === undefined) return undefined;
		this.stored += 1;
		Object.assign(this.data[typeName], output);
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		throw new Error('the tests have no runPreAuthentication');
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('the tests have no getCredentials');
	}

	async updateCredentials(): Promise<void> {
		throw new Error('the tests have no updateCredentials');
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('the tests have no updateCredentialsOauthTokenData');
	}
}
