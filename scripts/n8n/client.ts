/** The part of n8n's internal REST API, the one its editor uses, that the scripts and end-to-end tests need. */

import { randomBytes, randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import axios, { isAxiosError } from 'axios';
import { wrapper } from 'axios-cookiejar-support';
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeTypeDescription,
	IWorkflowSettings,
} from 'n8n-workflow';
import { CookieJar } from 'tough-cookie';
import { summarizeExecution } from './executionData';
import type { Execution, ExecutionSummary } from './executionData';
import { waitUntil } from './waitUntil';
import type { WaitOptions } from './waitUntil';

/** A credential as a node refers to it. */
export interface CredentialReference {
	id: string;
	name: string;
}

export type WorkflowNode = Partial<INode> & Pick<INode, 'name' | 'type'>;

/** A workflow as n8n exports it. */
export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: Record<string, Array<{ json: IDataObject }>>;
}

/** A workflow as n8n stores it. */
export interface StoredWorkflow extends Workflow {
	id: string;
	versionId: string;
	staticData?: IDataObject | null;
}

/** Reaches servers on this machine alone, so no proxy of the environment is used; no status is an error. */
const localDefaults = {
	proxy: false,
	responseType: 'text',
	validateStatus: () => true,
} as const;

/**
 * A client with a connection for each call, as a vendor's has: a connection that is kept may be closed by n8n in the moment
 * in which it is used again, and the call is lost.
 */
export const localHttp = axios.create({
	...localDefaults,
	httpAgent: new Agent({ keepAlive: false }),
});

/** How long a call of a webhook may take on a busy machine, in milliseconds. */
const responseTimeout = 60_000;

/**
 * Calls a webhook.
 *
 * @returns The HTTP status.
 */
export async function postJson(url: string, body: unknown): Promise<number> {
	try {
		return (await localHttp.post(url, body, { timeout: responseTimeout })).status;
	} catch (error) {
		if (!isAxiosError(error) || error.code !== 'ECONNABORTED') throw error;
		throw new Error(`a call of the webhook got no answer within ${responseTimeout / 1000} s`);
	}
}

export const isFinished = ({ status }: Pick<Execution, 'status'>): boolean =>
	!['new', 'running', 'waiting'].includes(status);

/** What n8n answered instead of doing what it was asked. */
class N8nError extends Error {
	constructor(
		readonly status: number,
		request: string,
	) {
		super(`n8n answered ${status} to ${request}`);
	}
}

/** n8n answers 503 while it is too busy for its database; what it was asked can be asked again. */
function ignoreBusy(error: unknown): undefined {
	if (!(error instanceof N8nError && error.status === 503)) throw error;
}

export class N8nClient {
	// n8n binds a session to the browser it was opened in.
	private readonly browserId = randomUUID();

	private readonly http = wrapper(axios.create({ ...localDefaults, jar: new CookieJar() }));

	/** @param url - The address of n8n, without a trailing slash. */
	constructor(
		public url: string,
		readonly signal?: AbortSignal,
	) {}

	/**
	 * @param path - The path below /rest.
	 * @returns The `data` of the response.
	 * @throws With n8n's response when it refuses.
	 */
	async request<T>(method: string, path: string, body?: object): Promise<T> {
		return (await this.send<{ data: T }>(method, `/rest${path}`, body)).data;
	}

	/** The descriptions of all nodes and of their variants for agents, as the editor reads them. */
	async getNodeDescriptions(): Promise<INodeTypeDescription[]> {
		return await this.send('GET', '/types/nodes.json');
	}

	/** Creates the first user and logs in. */
	async setUpOwner(): Promise<{ email: string; password: string }> {
		// n8n demands a capital letter and a digit.
		const password = `Demo-${randomBytes(6).toString('hex')}-1`;
		const login = { email: 'demo@example.com', password };
		await this.request('POST', '/owner/setup', { ...login, firstName: 'Demo', lastName: 'User' });
		return login;
	}

	async createCredential(credential: {
		name: string;
		type: string;
		data: ICredentialDataDecryptedObject;
	}): Promise<CredentialReference> {
		const { id, name } = await this.request<CredentialReference>(
			'POST',
			'/credentials',
			credential,
		);
		return { id, name };
	}

	async createWorkflow(workflow: Workflow): Promise<StoredWorkflow> {
		const { name, nodes, connections, settings = {}, pinData } = workflow;
		const body = { name, nodes, connections, settings, pinData };
		return await this.request('POST', '/workflows', body);
	}

	async getWorkflow(id: string): Promise<StoredWorkflow> {
		return await this.request('GET', `/workflows/${id}`);
	}

	/** The workflows that are not archived. */
	async getWorkflows(): Promise<Array<{ id: string; active: boolean }>> {
		const filter = encodeURIComponent(JSON.stringify({ isArchived: false }));
		return await this.request('GET', `/workflows?filter=${filter}`);
	}

	/** Deactivates a workflow and hides it. */
	async archiveWorkflow(id: string): Promise<void> {
		await this.request('POST', `/workflows/${id}/archive`, {});
	}

	async activateWorkflow({ id, versionId }: StoredWorkflow): Promise<void> {
		await this.request('POST', `/workflows/${id}/activate`, { versionId });
	}

	async deactivateWorkflow({ id }: StoredWorkflow): Promise<void> {
		await this.request('POST', `/workflows/${id}/deactivate`);
	}

	/** The finished executions of a workflow, the latest first. */
	async getExecutions(workflowId: string): Promise<Execution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.request<{ results: Execution[] }>(
			'GET',
			`/executions?filter=${filter}&limit=50`,
		);
		return await Promise.all(
			results
				.filter(isFinished)
				.map(async ({ id }) => await this.request<Execution>('GET', `/executions/${id}`)),
		);
	}

	/**
	 * Runs a workflow as the editor's button does and waits for its end, 2 minutes by default.
	 *
	 * @param trigger - The name of the node to start from.
	 * @param options - `destination` names a node to stop at.
	 */
	async execute(
		id: string,
		trigger: string,
		{ destination, ...wait }: WaitOptions & { destination?: string } = {},
	): Promise<Execution> {
		const { executionId } = await this.request<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{
				// Older versions of n8n (seen: 2.8.4) run what they are sent, newer ones (2.41.1) what they store.
				workflowData: await this.getWorkflow(id),
				triggerToStartFrom: { name: trigger },
				...(destination !== undefined && {
					destinationNode: { nodeName: destination, mode: 'inclusive' },
				}),
			},
		);
		const probe = async () => {
			const path = `/executions/${executionId}`;
			const execution = await this.request<Execution | null>('GET', path).catch(ignoreBusy);
			return execution && isFinished(execution) ? execution : undefined;
		};
		const options = { timeout: 120_000, interval: 100, signal: this.signal, ...wait };
		return await waitUntil('end of the execution', probe, options);
	}

	/** Does what `execute` does, and summarizes the execution. */
	async run(id: string, trigger: string, options?: WaitOptions): Promise<ExecutionSummary> {
		return summarizeExecution(await this.execute(id, trigger, options));
	}

	private async send<T>(method: string, path: string, body?: object): Promise<T> {
		const { status, data } = await this.http.request<string>({
			method,
			url: `${this.url}${path}`,
			data: body,
			signal: this.signal,
			headers: { 'browser-id': this.browserId },
		});
		if (status >= 300) throw new N8nError(status, `${method} ${path}: ${data.slice(0, 500)}`);
		return JSON.parse(data);
	}
}
