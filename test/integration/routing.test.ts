/**
 * n8n runs an operation with the node's own loop, or with its routing by what the node declares, as it does for a tool of
 * an agent. Both must send the same requests and return the same items, whatever the fields have.
 */

import { runNode } from '../support/engine';
import { asExpressions, parametersOf } from '../support/contract/rows';
import { startSandbox } from '../support/sandbox/server';
import { vendors } from '../support/vendors';
import type { Sandbox } from '../support/sandbox/server';
import type { Row } from '../support/contract/describeContract';

describe.each(vendors.map(({ key, contract }) => [key, contract] as const))(
	'%s: routing does what the node does',
	(_name, contract) => {
		let sandbox: Sandbox;
		beforeAll(async () => {
			sandbox = await startSandbox(contract.vendor);
		});
		afterAll(async () => await sandbox.close());

		async function resultOf(
			row: Row,
			routing: boolean,
			parameters: object,
			{
				items,
				refuse,
				continueOnFail,
			}: { items?: any[]; refuse?: boolean; continueOnFail?: boolean } = {},
		) {
			sandbox.reset();
			contract.ready?.(sandbox);
			row.prepare?.(sandbox);
			if (refuse)
				sandbox.misbehave({ kind: 'refuse', on: row.number, after: 1, times: 1, status: 403 });
			const { items: found, error } = await runNode({
				node: contract.node,
				credentials: {
					[contract.credential]: {
						...contract.credentials(sandbox.url),
						maxConcurrentRequests: 1,
						maxRetryTime: 0,
					},
				},
				parameters,
				items,
				continueOnFail,
				routing,
			});
			return {
				wire: sandbox.requests.map(({ method, url, headers, text }) => ({
					method,
					url,
					text,
					type: headers['content-type'],
					accept: headers.accept,
				})),
				items: found.map(({ json, pairedItem, error: failure }) => ({
					json,
					pairedItem,
					failure: failure?.message,
				})),
				// Routing makes an API error of a field that cannot be sent.
				error: error && {
					message: error.message,
					description: error.description,
					context: error.context?.itemIndex,
				},
			};
		}

		const expectSame = async (row: Row, parameters: object, options?: RunOptions) => {
			const own = await resultOf(row, false, structuredClone(parameters), options);
			const routed = await resultOf(row, true, structuredClone(parameters), options);
			// What the vendor makes anew for every request is no difference.
			const steady = (value: unknown): unknown =>
				JSON.parse(JSON.stringify(value).replace(/\d{4}-\d\d-\d\d[T ][\d:.]+Z?|1[78]\d{11}/g, '0'));
			expect(steady(own)).toEqual(steady(routed));
			return own;
		};

		const rows: Row[] = contract.rows;
		test.each(rows.map((row) => [`${row.number} ${row.resource}.${row.operation}`, row]))(
			'%s',
			async (_title, row) => {
				const plain = parametersOf(row);
				const { wire } = await expectSame(row, plain, { items: [{}, {}] });
				expect(wire.length).toBeGreaterThan(0);

				const parts = [...(row.options ?? []), ...(row.zeroes ?? []), ...(row.forms ?? [])];
				const all = parametersOf(row, { set: Object.assign({}, ...parts.map(({ set }) => set)) });
				const { resource, operation, ...values } = all;
				const json = {};
				await expectSame(
					row,
					{ resource, operation, ...asExpressions(values, json) },
					{ items: [json, json] },
				);
				for (const set of row.refused ?? []) await expectSame(row, parametersOf(row, { set }));

				for (const name of Object.keys(row.required)) {
					const empty = row.required[name]?.mode
						? { ...row.required[name], value: '={{ $json.gone }}' }
						: '={{ $json.gone }}';
					await expectSame(row, parametersOf(row, { set: { [name]: empty } }), {
						items: [{}, {}],
						continueOnFail: true,
					});
				}
				await expectSame(row, plain, { items: [{}, {}, {}], refuse: true, continueOnFail: true });
				await expectSame(row, plain, { items: [{}, {}, {}], refuse: true });
			},
		);
	},
);
