/**
 * What runs an operation is the node's own loop; what is declared of it is for n8n's routing. Both must do the same to
 * the wire and to the items, whatever stands in the fields.
 */

import { runNode } from '../support/engine';
import { asExpressions, parametersOf } from '../support/contract/rows';
import { startSandbox } from '../support/sandbox/server';
import { vendors } from '../support/vendors';
import type { Sandbox } from '../support/sandbox/server';
import type { Row } from '../support/contract/describeContract';

describe.each(vendors.map(({ key, contract }) => [key, contract] as const))(
	'%s: by routing as by the node',
	(_name, contract) => {
		let sandbox: Sandbox;
		beforeAll(async () => {
			sandbox = await startSandbox(contract.vendor);
		});
		afterAll(async () => await sandbox.close());

		async function seen(
			row: Row,
			routing: boolean,
			parameters: any,
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
				sandbox.injectFault({ kind: 'refuse', on: row.number, after: 1, times: 1, status: 403 });
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

		const agree = async (row: Row, parameters: any, more?: any) => {
			const own = await seen(row, false, structuredClone(parameters), more);
			const routed = await seen(row, true, structuredClone(parameters), more);
			// What the vendor makes anew for every request is no difference.
			const steady = (value: any) =>
				JSON.parse(JSON.stringify(value).replace(/\d{4}-\d\d-\d\d[T ][\d:.]+Z?|1[78]\d{11}/g, '0'));
			expect(steady(own)).toEqual(steady(routed));
			return own;
		};

		const rows: Row[] = contract.rows;
		test.each(rows.map((row) => [`${row.number} ${row.resource}.${row.operation}`, row]))(
			'%s',
			async (_title, row) => {
				const plain = parametersOf(row);
				const { wire } = await agree(row, plain, { items: [{}, {}] });
				expect(wire.length).toBeGreaterThan(0);

				const parts = [...(row.options ?? []), ...(row.zeroes ?? []), ...(row.forms ?? [])];
				const all = parametersOf(row, { set: Object.assign({}, ...parts.map(({ set }) => set)) });
				const { resource, operation, ...values } = all;
				const json = {};
				await agree(
					row,
					{ resource, operation, ...asExpressions(values, json) },
					{ items: [json, json] },
				);
				for (const set of row.refused ?? []) await agree(row, parametersOf(row, { set }));

				for (const name of Object.keys(row.required)) {
					const empty = row.required[name]?.mode
						? { ...row.required[name], value: '={{ $json.gone }}' }
						: '={{ $json.gone }}';
					await agree(row, parametersOf(row, { set: { [name]: empty } }), {
						items: [{}, {}],
						continueOnFail: true,
					});
				}
				await agree(row, plain, { items: [{}, {}, {}], refuse: true, continueOnFail: true });
				await agree(row, plain, { items: [{}, {}, {}], refuse: true });
			},
		);
	},
);
