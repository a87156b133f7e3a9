/**
 * The fault matrix: every operation of a vendor with every fault. What happened is judged by the sandbox's record of the
 * requests that it acted on, not by what the node says.
 */

import { runNode } from '../engine';
import type { NodeResult } from '../engine';
import type { Contract, Row } from '../contract/types';
import { parametersOf } from '../contract/rows';
import { startSandbox } from '../sandbox/server';
import type { Sandbox } from '../sandbox/server';
import type { RequestRecord } from '../sandbox/types';
import { vendors } from '../vendors';
import { faults } from './faults';
import type { MatrixFault } from './faults';

export { faults };

/** What became of an operation under a fault. */
export interface Outcome {
	outcome: string;
	/** Whether it is as it must be. */
	good: boolean;
}

export interface Cell extends Outcome {
	operation: string;
	fault: string;
}

/** An operation, run over several items. */
interface OperationRun {
	row: Row;
	sandbox: Sandbox;
	/** Whether its requests change something at the vendor. */
	writes: boolean;
	/** The text of each item. */
	texts: string[];
	/** Whether the requests carry those texts, which shows their order. */
	carriesTexts: boolean;
	result: NodeResult;
}

/** How many items an operation runs over; the fault meets the second. */
const ITEMS = 3;

/** A clear error: the vendor's name, what happened, what to do, and the item. */
const clearError = new RegExp(
	String.raw`^(${vendors.map(({ name }) => name).join('|')}): .{3,}\. [A-Z].+ \[item \d\]$`,
);

const bad = (why: string): Outcome => ({ outcome: `BAD: ${why}`, good: false });

/** What is wrong with the order in which the texts arrived. */
function orderProblem(handled: RequestRecord[], texts: string[]): string | undefined {
	const arrived = handled.map(({ text }) => texts.findIndex((one) => text.includes(one)));
	if (new Set(arrived).size !== arrived.length) return 'an item arrived twice';
	const isUnordered = arrived.some((item, index) => index > 0 && item < arrived[index - 1]);
	return isUnordered ? 'out of order' : undefined;
}

function judge({ row, sandbox, writes, texts, carriesTexts, result }: OperationRun): Outcome {
	const { items, error } = result;
	const handled = sandbox.requestsTo(row.number).filter((request) => request.handled);
	// The sandbox itself refuses the second of two writes where the document allows only one.
	if (writes && handled.length > ITEMS) return bad(`acted on ${handled.length} of ${ITEMS} items`);
	const problem = carriesTexts ? orderProblem(handled, texts) : undefined;
	if (problem) return bad(problem);
	if (error) {
		return clearError.test(error.message)
			? { outcome: 'clear error, nothing twice', good: true }
			: bad(`unclear: ${error.message}`);
	}
	if (items.length === 0 && row.items.length > 0 && writes) return bad('no error and no item');
	if (writes && handled.length !== ITEMS)
		return bad(`no error, but acted on ${handled.length} of ${ITEMS} items`);
	return { outcome: writes ? 'once, in order' : 'read in full', good: true };
}

async function runOperation(
	contract: Contract,
	row: Row,
	{ fault, requestOptions }: MatrixFault,
	sandbox: Sandbox,
): Promise<OperationRun> {
	sandbox.injectFault({ ...fault, on: row.number, after: fault.after ?? 1 });
	const parameters = parametersOf(row);
	const carriesTexts = row.text !== undefined;
	if (row.text !== undefined) parameters[row.text] = '={{ $json.text }}';
	const texts = Array.from({ length: ITEMS }, (_, index) => `words ${index}`);
	const result = await runNode({
		node: contract.node,
		credentials: { [contract.credential]: contract.credentials(sandbox.url) },
		parameters: { ...parameters, ...(requestOptions && { requestOptions }) },
		items: texts.map((text) => ({ text })),
		// A retry by n8n must not send anything twice either.
		settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
	});
	const writes = row.wire.method !== 'GET' && !contract.reads?.includes(row.number);
	return { row, sandbox, writes, texts, carriesTexts, result };
}

async function runCell(contract: Contract, row: Row, fault: MatrixFault): Promise<Cell> {
	const sandbox = await startSandbox(contract.vendor);
	try {
		contract.ready?.(sandbox);
		row.prepare?.(sandbox);
		const outcome = judge(await runOperation(contract, row, fault, sandbox));
		const operation = `${row.number} ${row.resource}.${row.operation}`;
		return { operation, fault: fault.name, ...outcome };
	} finally {
		await sandbox.close();
	}
}

/** Runs the matrix of a vendor, all operations of one fault at a time. */
export async function runMatrix(contract: Contract): Promise<Cell[]> {
	const cells: Cell[] = [];
	for (const fault of faults)
		cells.push(
			...(await Promise.all(contract.rows.map(async (row) => await runCell(contract, row, fault)))),
		);
	return cells;
}
