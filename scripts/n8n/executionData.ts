/** n8n sends the data of an execution as text in flatted's format. */

import { parse } from 'flatted';
import type { ExecutionStatus, IDataObject, IRunExecutionData } from 'n8n-workflow';

/** An execution as n8n's REST API returns it. */
export interface Execution {
	id: string;
	status: ExecutionStatus;
	mode: string;
	data: string;
}

export interface ExecutionSummary {
	status: ExecutionStatus;
	/** The names of the nodes that ran. */
	nodes: string[];
	/** How many items the last node returned. */
	items: number;
	error: string | undefined;
}

export const parseExecutionData = (data: string): Partial<IRunExecutionData> => parse(data);

/** The JSON of the items that the first run of a node returned. */
export function itemsOf({ data }: Execution, node = 'Trigger'): IDataObject[] {
	const [run] = parseExecutionData(data).resultData?.runData[node] ?? [];
	return run?.data?.main?.[0]?.map(({ json }) => json) ?? [];
}

interface ExecutionFailure {
	message?: string;
	description?: string | null;
	node?: { name?: string };
}

function describeError({ message, description, node }: ExecutionFailure): string {
	const text = [...new Set([message, description])].filter(Boolean).join(' – ');
	return `${node?.name ? `${node.name}: ` : ''}${text || 'unknown error'}`;
}

export function summarizeExecution({
	status,
	data,
}: Pick<Execution, 'status' | 'data'>): ExecutionSummary {
	const { runData = {}, lastNodeExecuted = '', error } = parseExecutionData(data).resultData ?? {};
	const outputs = Object.values(runData[lastNodeExecuted]?.at(-1)?.data ?? {}).flat();
	const ended = status === 'success' ? undefined : `the execution ended as "${status}"`;
	return {
		status,
		nodes: Object.keys(runData),
		items: outputs.reduce((sum, output) => sum + (output?.length ?? 0), 0),
		error: error ? describeError(error as ExecutionFailure) : ended,
	};
}
