/**
 * The fault matrix: every operation of every vendor with every fault. What happened is counted by the sandbox's own
 * record of what it acted on, not by what the node says.
 */

import { runNode } from '../engine';
import { startSandbox } from '../sandbox/server';
import { faults } from './faults';
import type { Contract, Row } from '../contract/describeContract';
import type { MatrixFault } from './faults';

/** How many items a cell sends; the fault meets the second. */
const ITEMS = 3;

/** The words a clear error has: who, what, and what to do, and which item. */
const CLEAR = /^(Selarti|AnyCom|Naxon AI|Vardast): .{3,}\. [A-Z].+ \[item \d\]$/;

/** A text field that can carry the item's own words, so that the order can be seen. */
const ORDERED = ['message'];

function parametersOf(row: Row) {
	const parameters = structuredClone({
		resource: row.resource,
		operation: row.operation,
		...row.required,
	});
	const carrier = ORDERED.find((name) => typeof parameters[name] === 'string');
	if (carrier) parameters[carrier] = '={{ $json.words }}';
	return { parameters, carrier: carrier !== undefined };
}

async function runCell(
	contract: Contract,
	row: Row,
	{ fault, credential, parameters: requestOptions }: MatrixFault,
): Promise<{ outcome: string; good: boolean }> {
	const sandbox = await startSandbox(contract.vendor);
	try {
		contract.ready?.(sandbox);
		row.prepare?.(sandbox);
		if (fault) sandbox.misbehave({ ...fault, on: row.number, after: fault.after ?? 1 });
		const { parameters, carrier } = parametersOf(row);
		const words = Array.from({ length: ITEMS }, (_, index) => `words ${index}`);
		const { items, error } = await runNode({
			node: contract.node,
			credentials: {
				[contract.credential]: { ...contract.credentials(sandbox.url), ...credential },
			},
			parameters: { ...parameters, ...(requestOptions && { requestOptions }) },
			items: words.map((text) => ({ words: text })),
			// A retry by n8n must not send anything twice either.
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		});
		return judge({
			sandbox,
			row,
			words,
			carrier,
			items,
			error,
			writes: row.wire.method !== 'GET' && !contract.reads?.includes(row.number),
		});
	} finally {
		await sandbox.close();
	}
}

function judge({ sandbox, row, words, carrier, items, error, writes }: any) {
	const bad = (why: string) => ({ outcome: `BAD: ${why}`, good: false });
	const requests = sandbox.asked(row.number);
	const handled = requests.filter((request: any) => request.handled);
	// A write that a document lets happen only once is refused by the sandbox itself the second time.
	if (writes && handled.length > ITEMS) return bad(`acted on ${handled.length} of ${ITEMS} items`);
	if (carrier) {
		const arrived = handled.map(({ text }: any) =>
			words.findIndex((word: string) => text.includes(word)),
		);
		if (new Set(arrived).size !== arrived.length) return bad('an item arrived twice');
		if (arrived.some((item: number, index: number) => index > 0 && item < arrived[index - 1]))
			return bad('out of order');
	}
	if (error) {
		if (!CLEAR.test(error.message)) return bad(`unclear: ${error.message}`);
		return { outcome: 'clear error, nothing twice', good: true };
	}
	if (items.length === 0 && row.items.length > 0 && writes) return bad('no error and no item');
	if (writes && handled.length !== ITEMS)
		return bad(`no error, but acted on ${handled.length} of ${ITEMS} items`);
	return { outcome: writes ? 'once, in order' : 'read in full', good: true };
}

/** Runs the matrix of a vendor, all operations of one fault at a time. */
export async function runMatrix(
	contract: Contract,
): Promise<Array<{ operation: string; fault: string; outcome: string; good: boolean }>> {
	const cells = [];
	for (const fault of faults) {
		cells.push(
			...(await Promise.all(
				contract.rows.map(async (row) => ({
					operation: `${row.number} ${row.resource}.${row.operation}`,
					fault: fault.name,
					...(await runCell(contract, row, fault)),
				})),
			)),
		);
	}
	return cells;
}

export { faults };
