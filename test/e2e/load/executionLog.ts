/** Reads from n8n's database what it executed: its REST API would add to the load. */

import { join } from 'node:path';
import type { Runtime } from '../../../scripts/n8n/install';

/** A request to the reading process. */
export type ExecutionQuery = {
	/** Distinguishes its response from those to others. */
	id: number;
	kind: 'finishedCount' | 'unfinishedCount' | 'outcomes';
	workflowId: string;
};

export interface ExecutionResponse<T = unknown> {
	id: number;
	result: T;
}

/** How an execution ended. */
export interface ExecutionOutcome {
	status: string;
	/** The ID of the event that started it. */
	eventId: string;
}

export interface ExecutionLog {
	/** How many executions of a workflow have ended. */
	finishedCount(workflowId: string): Promise<number>;
	/** How many executions of a workflow have not ended. */
	unfinishedCount(workflowId: string): Promise<number>;
	outcomes(workflowId: string): Promise<ExecutionOutcome[]>;
	close(): Promise<void>;
}

/** @param userFolder - That of an n8n that is running. */
export async function openExecutionLog(
	runtime: Runtime,
	userFolder: string,
): Promise<ExecutionLog> {
	// A dependency of execa cannot be required, which a static import would become.
	const { execaNode } = await import('execa');
	const database = join(userFolder, '.n8n', 'database.sqlite');
	// The database driver of n8n is built for the Node.js that n8n runs on.
	const reader = execaNode(join(__dirname, 'executionReader.ts'), [runtime.n8n, database], {
		nodePath: runtime.node,
		nodeOptions: ['--import', 'tsx'],
		ipc: true,
		// The two versions of Node.js may not share the other format.
		serialization: 'json',
		stdin: 'ignore',
		reject: false,
	});
	let lastId = 0;
	const send = async <T>(kind: ExecutionQuery['kind'], workflowId: string): Promise<T> => {
		lastId += 1;
		const query: ExecutionQuery = { id: lastId, kind, workflowId };
		const filter = (message: unknown) => (message as ExecutionResponse).id === query.id;
		try {
			const received = reader.getOneMessage({ filter });
			const [response] = await Promise.all([received, reader.sendMessage(query)]);
			return (response as unknown as ExecutionResponse<T>).result;
		} catch (error) {
			if (reader.exitCode === null && reader.signalCode === null) throw error;
			throw new Error(`n8n's database cannot be read:\n${(await reader).stderr}`);
		}
	};
	return {
		finishedCount: (workflowId) => send('finishedCount', workflowId),
		unfinishedCount: (workflowId) => send('unfinishedCount', workflowId),
		outcomes: (workflowId) => send('outcomes', workflowId),
		close: async () => {
			reader.kill('SIGKILL');
			await reader;
		},
	};
}
