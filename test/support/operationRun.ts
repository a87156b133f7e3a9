/** A run of an operation without n8n and without a server: every request gets a response that the test has chosen. */

import type {
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeParameters,
} from 'n8n-workflow';

import type { Operation, OperationField } from '../../nodes/shared/operations/types';
import type { ApiFailure, Vendor } from '../../nodes/shared/types';
import { plainNode, plainVendor, response } from './fakeVendor';
import type { FakeResponse, SentRequest } from './fakeVendor';

/** Refuses as its body says: `{ why, field }`. */
export const refusingVendor: Vendor = {
	...plainVendor,
	requiredFields: [],
	secretFields: [],
	sensitiveKeys: [],
	parseError: ({ status, body }): ApiFailure | undefined => {
		const { why = 'no', field } = Object(body) as { why?: string; field?: string };
		return status >= 400 ? { message: why, field } : undefined;
	},
	unwrap: (body, key) => (key ? body[key] : body),
};

export const refusal = (message = 'no', field?: string): FakeResponse =>
	response(400, { why: message, field });

export const aField = (name: string, more: Partial<OperationField> = {}): OperationField => ({
	displayName: `The ${name}`,
	name,
	type: 'string',
	default: '',
	...more,
});

export const anOperation = (more: Partial<Operation> = {}): Operation => ({
	name: 'Get',
	value: 'get',
	action: 'Get a thing',
	description: 'About a thing',
	request: { method: 'GET', url: '/things' },
	...more,
});

/** Reads a path such as `filters.since` in a node's parameters. */
export const parameterAt = (parameters: IDataObject, name: string): unknown =>
	name
		.split('.')
		.reduce<unknown>((parent, key) => (parent as IDataObject | undefined)?.[key], parameters);

export interface ItemContextOptions {
	parameters?: IDataObject;
	itemIndex?: number;
	/** Methods of n8n's context that differ. */
	more?: Record<string, unknown>;
}

/** The fake parts of n8n's contexts have no more than the code under test uses. */
const asContext = (context: object) => context as IExecutePaginationFunctions;

/** What n8n gives to an operation for one item. */
export function createItemContext({
	parameters = {},
	itemIndex = 0,
	more = {},
}: ItemContextOptions = {}): IExecutePaginationFunctions {
	return asContext({
		getNode: () => ({ ...plainNode, parameters: parameters as INodeParameters }),
		getItemIndex: () => itemIndex,
		getTimezone: () => 'UTC',
		getWorkflowDataProxy: () => ({ $json: {} }),
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => false,
		getNodeParameter: (
			name: string,
			fallback?: unknown,
			options: { extractValue?: boolean } = {},
		) => {
			const given = parameterAt(parameters, name);
			const value = given === undefined ? fallback : given;
			return options.extractValue ? (value as { value: unknown }).value : value;
		},
		...more,
	});
}

let accounts = 0;

export interface OperationRunOptions {
	parameters?: IDataObject;
	continueOnFail?: boolean;
	/** Fields of the credential, beside an address and a key that no other run has. */
	credential?: object;
	/** Whether an agent has called the node as its tool. */
	isTool?: boolean;
	/** @param count of the requests, this one included */
	respond?: (request: SentRequest, count: number) => FakeResponse;
}

/** A run of a node with as many items as are requested, all of which have the same parameters. */
export function createOperationRun({
	parameters = {},
	credential: fields = {},
	continueOnFail = false,
	isTool = false,
	respond = () => response(200),
}: OperationRunOptions = {}) {
	const sent: SentRequest[] = [];
	const run = {};
	const items = new Map<number, object>();
	const itemAt = (index: number) => {
		const item = items.get(index) ?? { json: {} };
		items.set(index, item);
		return item;
	};
	const key = `operation-run-${(accounts += 1)}`;
	const credential = { baseUrl: 'https://vendor.example', key, maxRetryTime: 0, ...fields };
	const httpRequestWithAuthentication = async (_type: string, request: IHttpRequestOptions) => {
		sent.push(request);
		const given = respond(request, sent.length);
		if (given instanceof Error) throw given;
		return { statusCode: 200, headers: {}, body: {}, ...given };
	};
	const contextOf = (itemIndex = 0) =>
		createItemContext({
			parameters,
			itemIndex,
			more: {
				...(isTool && { getNode: () => ({ ...plainNode, type: 'vendorTool' }) }),
				getInputData: (_input?: number, type?: string) =>
					type === 'ai_tool' ? { json: {} } : itemAt(itemIndex),
				getExecuteData: () => run,
				continueOnFail: () => continueOnFail,
				getCredentials: async () => credential,
				helpers: { httpRequestWithAuthentication },
			},
		});
	return { sent, contextOf };
}
