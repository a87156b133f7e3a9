/**
 * n8n runs an operation with the node's own loop, or with its routing by what the node declares, as it does for a tool of
 * an agent. Both must send the same requests and return the same items, whatever the fields have.
 */

import { asExpressions, parametersOf } from '../support/contract/rows';
import type { Contract, Row } from '../support/contract/types';
import { withValue } from '../support/contract/values';
import { runNode } from '../support/engine';
import type { NodeRun } from '../support/engine';
import { startSandbox } from '../support/sandbox/server';
import type { Sandbox } from '../support/sandbox/server';
import { vendors } from '../support/vendors';

type RunOptions = Pick<NodeRun, 'items' | 'continueOnFail'> & {
	/** Whether the vendor refuses the second request. */
	refuse?: boolean;
};

const threeItems = { items: [{}, {}, {}] };

/** Replaces the times that the vendor makes anew for every request. */
const withoutTimes = (value: unknown): unknown =>
	JSON.parse(JSON.stringify(value).replace(/\d{4}-\d\d-\d\d[T ][\d:.]+Z?|1[78]\d{11}/g, '0'));

/** The requests and the outcome of a run, as far as both ways must agree. */
async function resultOf(
	contract: Contract,
	sandbox: Sandbox,
	run: Omit<NodeRun, 'credentials' | 'node'>,
) {
	const credential = {
		...contract.credentials(sandbox.url),
		maxConcurrentRequests: 1,
		maxRetryTime: 0,
	};
	const { items, error } = await runNode({
		node: contract.node,
		credentials: { [contract.credential]: credential },
		...run,
	});
	return {
		requests: sandbox.requests.map(({ method, url, headers, text }) => ({
			method,
			url,
			text,
			type: headers['content-type'],
			accept: headers.accept,
		})),
		items: items.map(({ json, pairedItem, error: failure }) => ({
			json,
			pairedItem,
			failure: failure?.message,
		})),
		// Routing makes an API error of a field that cannot be sent, so that the class of the error differs.
		error: error && {
			message: error.message,
			// Routing tells of one item alone; the node's own loop knows which other items were accepted.
			description: error.description?.split(' These items were accepted')[0],
			context: error.context?.itemIndex,
		},
	};
}

describe.each(vendors.map(({ key, contract }) => [key, contract] as const))(
	'%s: routing does what the node does',
	(_key, contract) => {
		let sandbox: Sandbox;
		beforeAll(async () => {
			sandbox = await startSandbox(contract.vendor);
		});
		afterAll(async () => await sandbox.close());

		/** Runs an operation in both ways, expects the same of them, and returns the requests. */
		async function expectSame(
			row: Row,
			parameters: object,
			{ refuse, ...options }: RunOptions = {},
		) {
			const results = [];
			for (const routing of [false, true]) {
				sandbox.reset();
				contract.ready?.(sandbox);
				row.prepare?.(sandbox);
				if (refuse)
					sandbox.injectFault({ kind: 'refuse', on: row.number, after: 1, times: 1, status: 403 });
				const run = { parameters: { ...structuredClone(parameters) }, routing, ...options };
				results.push(await resultOf(contract, sandbox, run));
			}
			const [own, routed] = results;
			expect(withoutTimes(own)).toEqual(withoutTimes(routed));
			return own.requests;
		}

		test.each(
			contract.rows.map((row) => [`${row.number} ${row.resource}.${row.operation}`, row] as const),
		)('%s', async (_name, row) => {
			const plain = parametersOf(row);
			const requests = await expectSame(row, plain, { items: [{}, {}] });
			expect(requests.length).toBeGreaterThan(0);

			const parts = [...(row.options ?? []), ...(row.zeroes ?? []), ...(row.forms ?? [])];
			const set: object = Object.assign({}, ...parts.map((part) => part.set));
			const { resource, operation, ...values } = parametersOf(row, { set: { ...set } });
			const json = {};
			const expressions = { resource, operation, ...asExpressions(values, json) };
			await expectSame(row, expressions, { items: [json, json] });
			for (const refused of row.refused ?? [])
				await expectSame(row, parametersOf(row, { set: refused }));

			for (const [name, value] of Object.entries(row.required)) {
				const empty = parametersOf(row, { set: { [name]: withValue(value, '={{ $json.gone }}') } });
				await expectSame(row, empty, { items: [{}, {}], continueOnFail: true });
			}
			await expectSame(row, plain, { ...threeItems, refuse: true, continueOnFail: true });
			await expectSame(row, plain, { ...threeItems, refuse: true });
		});
	},
);
