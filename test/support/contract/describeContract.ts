/**
 * A vendor's contract: one row for each operation, with the request and the answer that the vendor's document shows
 * under that inventory number. `describeContract` makes the tests of it: they run the built node in n8n's engine
 * against the vendor's sandbox and compare what stood on the wire, letter by letter.
 */

import { runNode, loadPackage } from '../engine';
import { startSandbox } from '../sandbox/server';
import { asExpressions, expected, getAt, onWire, parametersOf } from './rows';
import type { SandboxVendor } from '../sandbox/types';
import type { Sandbox } from '../sandbox/server';
import type { IncomingHttpHeaders } from 'node:http';

/** something that a field adds to the request */
export interface Part {
	/** parameters by name, dots leading into collections, e.g. `filters.task` */
	set: Record<string, any>;
	/** query parameters it adds or replaces */
	query?: Record<string, string>;
	/** keys of the body it adds or replaces, also inside objects */
	body?: any;
	/** the path instead of the row's */
	path?: string;
	/** query parameters of the row that it takes away */
	without?: string[];
}

export interface Row {
	/** the inventory number */
	number: string;
	resource: string;
	operation: string;
	/** parameters without which the operation can't be */
	required: Record<string, any>;
	/** the request they give, all of it */
	wire: { method: string; path: string; query?: Record<string, string>; body?: any };
	/** every optional field, one by one; each is also tried left empty */
	options?: Part[];
	/** fields set to `0` and `false`, which are values */
	zeroes?: Part[];
	/** other ways to write a value that give the same kind of request, e.g. dates */
	forms?: Part[];
	/** parameters with a value that cannot be sent */
	refused?: Record<string, any>[];
	/** parameters that hold an id and where it stands on the wire (in a body, dots lead into objects); `number` for one that the document has as a number, and that is refused otherwise */
	ids?: Record<string, { in: 'path' | 'query' | 'body' | 'number'; name: string }>;
	/** for lists: how many entries the sandbox has with these parameters, and the most of a page, left out where the vendor does not page */
	list?: { set?: Record<string, any>; total: number; most?: number };
	/** what must have happened at the vendor before */
	prepare?: (sandbox: Sandbox) => void;
	/** what the document shows as the answer; undefined is an empty answer under `answerStatus` */
	answer: any;
	/** 200 when left out */
	answerStatus?: number;
	/** what comes out by default */
	items: any[];
	/** what comes out with Simplify off, for operations that have it */
	raw?: any[];
}

export interface Contract {
	/** the node's name */
	node: string;
	/** the credential type */
	credential: string;
	/** its sandbox */
	vendor: SandboxVendor;
	/** the inventory numbers of this vendor */
	numbers: string[];
	/** the credential's fields, for a sandbox at `url` */
	credentials: (url: string) => any;
	/** whether a request carried what the document wants */
	authenticated: (headers: IncomingHttpHeaders) => boolean;
	/** what makes those fields valid, after each reset */
	ready?: (sandbox: Sandbox) => void;
	/** the inventory numbers whose requests change nothing although they are no GET */
	reads?: string[];
	rows: Row[];
}

/** Ids that break what is put together carelessly. */
export const HOSTILE = [
	'../x?y=1',
	'%2F',
	'a/b',
	'идентификатор',
	'شناسه',
	'🙂👩‍👩‍👧',
	'x'.repeat(300),
	'a b&c=d#e',
	'{{ 1 + 1 }}',
	'"}]',
];

/** Makes the tests of a contract. */
export function describeContract(contract: Contract) {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox(contract.vendor);
	});
	beforeEach(() => {
		sandbox.reset();
		contract.ready?.(sandbox);
	});
	afterAll(async () => await sandbox.close());

	const run = async (parameters: any, items?: any[], more?: any) =>
		await runNode({
			node: contract.node,
			credentials: { [contract.credential]: contract.credentials(sandbox.url) },
			parameters,
			items,
			...more,
		});
	const theOne = (row: Row) => {
		const requests = sandbox.asked(row.number);
		expect(requests).toHaveLength(1);
		return requests[0];
	};
	const sends = async (row: Row, parameters: any, part?: Part, json: any = {}) => {
		const { error } = await run(parameters, [json]);
		expect(error).toBeUndefined();
		const request = theOne(row);
		expect(onWire(request)).toEqual(expected(row, part));
		expect(request.refused).toBeUndefined();
		expect(request.handled).toBe(true);
		return request;
	};

	test('every inventory number has an operation, and every operation a number', async () => {
		const loader = await loadPackage();
		const { properties } = loader.nodeTypes[contract.node].type.description;
		const operations = properties
			.filter((property: any) => property.name === 'operation')
			.flatMap((property: any) =>
				property.options.map(
					(option: any) => `${property.displayOptions.show.resource[0]}.${option.value}`,
				),
			);
		const rows = contract.rows.map((row) => `${row.resource}.${row.operation}`);
		expect([...rows].sort()).toEqual([...operations].sort());
		expect([...new Set(contract.rows.map((row) => row.number))].sort()).toEqual(
			[...contract.numbers].sort(),
		);
	});

	test('every optional field stands in the contract', async () => {
		const loader = await loadPackage();
		const { properties } = loader.nodeTypes[contract.node].type.description;
		const automatic = ['resource', 'operation', 'returnAll', 'limit', 'simplify', 'options'];
		for (const row of contract.rows) {
			const known = new Set([
				...Object.keys(row.required),
				...(row.options ?? []).flatMap((part) => Object.keys(part.set)),
			]);
			for (const property of properties) {
				const show = property.displayOptions?.show ?? {};
				if (!show.resource?.includes(row.resource) || !show.operation?.includes(row.operation))
					continue;
				if (automatic.includes(property.name)) continue;
				const names =
					property.type === 'collection'
						? property.options.map((inner: any) => `${property.name}.${inner.name}`)
						: [property.name];
				for (const name of names)
					expect([row.number, name, known.has(name)]).toEqual([row.number, name, true]);
			}
		}
	});

	describe.each(
		contract.rows.map((row) => [`${row.number} ${row.resource}.${row.operation}`, row]),
	)('%s', (_name, row) => {
		beforeEach(() => row.prepare?.(sandbox));

		test('sends what the document shows', async () => {
			const { headers, text } = await sends(row, parametersOf(row));
			expect(contract.authenticated(headers) || row.number === 'S1').toBe(true);
			if (text !== '') expect(headers['content-type']).toMatch(/^application\/json/);
		});

		test('sends the same when every value is an expression', async () => {
			const json = {};
			const { resource, operation, ...values } = parametersOf(row);
			await sends(row, { resource, operation, ...asExpressions(values, json) }, undefined, json);
		});

		for (const part of row.options ?? []) {
			const names = Object.keys(part.set).join(' and ');
			test(`sends ${names} when it is set`, async () => {
				await sends(row, parametersOf(row, part), part);
			});
			const optional = Object.keys(part.set).filter((name) => name.includes('.'));
			if (optional.length > 0 && !part.without && part.path === undefined) {
				test(`leaves out ${names} when it is empty`, async () => {
					const others = Object.fromEntries(
						Object.entries(part.set).filter(([name]) => !name.includes('.')),
					);
					const empty = Object.fromEntries(
						optional.map((name) => [
							name,
							part.set[name]?.mode ? { ...part.set[name], value: '' } : "={{ '' }}",
						]),
					);
					const { error } = await run(parametersOf(row, { set: { ...others, ...empty } }));
					if (error) return expect(sandbox.asked(row.number)).toHaveLength(0);
					expect(onWire(theOne(row))).toEqual(expected(row));
				});
			}
		}
		for (const part of row.zeroes ?? []) {
			test(`sends ${JSON.stringify(part.set)}`, async () => {
				await run(parametersOf(row, part));
				expect(onWire(theOne(row))).toEqual(expected(row, part));
			});
		}
		for (const part of row.forms ?? []) {
			test(`writes ${JSON.stringify(part.set)} as documented`, async () => {
				await sends(row, parametersOf(row, part), part);
			});
		}

		for (const set of row.refused ?? []) {
			test(`refuses ${JSON.stringify(set)}, naming the field and the item, and sends nothing`, async () => {
				const { error } = await run(parametersOf(row, { set }));
				expect(error?.message).toMatch(/^[A-Z][\w ]+ must be .+ \[item 0\]$/);
				expect(sandbox.asked(row.number)).toHaveLength(0);
			});
		}

		for (const name of Object.keys(row.required)) {
			if (name === 'limit' || typeof row.required[name] === 'boolean') continue;
			test(`sends nothing while ${name} is empty, and names the field and the item`, async () => {
				const value = row.required[name]?.mode
					? { ...row.required[name], value: '={{ $json.gone }}' }
					: '={{ $json.gone }}';
				const { error } = await run(parametersOf(row, { set: { [name]: value } }));
				expect(error?.message).toMatch(/ is empty\b.* \[item 0\]$/);
				expect(sandbox.asked(row.number)).toHaveLength(0);
			});
		}

		for (const [name, place] of Object.entries(row.ids ?? {})) {
			test.each(HOSTILE)(`keeps the ${name} %j in its place`, async (id) => {
				const value = getAt(
					parametersOf(
						row,
						row.options?.find((part) => name in part.set),
					),
					name,
				);
				const set = {
					[name]: value?.mode ? { ...value, value: '={{ $json.id }}' } : '={{ $json.id }}',
				};
				const { error } = await run(parametersOf(row, { set }), [{ id }]);
				if (place.in === 'number') {
					expect(error?.message).toMatch(/ must be .+ \[item 0\]$/);
					expect(sandbox.asked(row.number)).toHaveLength(0);
					return;
				}
				// A path that a document does not know would have no number: the id broke out of its segment.
				const request = theOne(row);
				if (place.in === 'path') {
					const path = row.wire.path.replace(
						encodeURIComponent(getAt(row.required, name)?.value ?? row.required[name]),
						() => encodeURIComponent(id),
					);
					expect(request.url.split('?')[0]).toBe(path);
					expect(request.query).toEqual(expected(row).query);
				} else {
					expect(getAt(place.in === 'query' ? request.query : request.body, place.name)).toBe(id);
					expect(request.path).toBe(row.wire.path);
				}
			});
			if (place.in === 'path') {
				test.each(['.', '..'])(`refuses the ${name} %j`, async (id) => {
					const value = row.required[name]?.mode ? { ...row.required[name], value: id } : id;
					const { error } = await run(parametersOf(row, { set: { [name]: value } }));
					expect(error?.message).toMatch(/ \[item 0\]$/);
					expect(sandbox.requests.filter(({ number }) => number !== 'S0')).toHaveLength(0);
				});
			}
		}

		test('gives the documented answer as items', async () => {
			sandbox.misbehave({
				kind: 'answer',
				on: row.number,
				status: row.answerStatus ?? 200,
				body: row.answer,
			});
			const { items, error } = await run(parametersOf(row));
			expect(error).toBeUndefined();
			expect(items.map((item) => item.json)).toEqual(row.items);
			if (row.raw) {
				const untouched = await run(parametersOf(row, { set: { simplify: false } }));
				expect(untouched.items.map((item) => item.json)).toEqual(row.raw);
			}
			if (row.raw)
				for (const item of items) expect(Object.keys(item.json).length).toBeLessThanOrEqual(10);
		});

		if (row.list) {
			const { set, total, most = Infinity } = row.list;
			const limits = [1, most - 1, most, most + 1, total, total + 1].filter(
				(limit) => limit >= 1 && limit <= total + 1,
			);
			test.each([...new Set(limits)])(
				'gives exactly the Limit of %d, with the fewest requests',
				async (limit) => {
					const { items, error } = await run(
						parametersOf(row, { set: { ...set, returnAll: false, limit } }),
					);
					expect(error).toBeUndefined();
					expect(items).toHaveLength(Math.min(limit, total));
					const needed = Math.ceil(Math.min(limit, total) / most) || 1;
					expect(sandbox.asked(row.number).length).toBeLessThanOrEqual(
						limit > total ? needed + 1 : needed,
					);
				},
			);
			test('gives all with Return All, none of them twice', async () => {
				const { items, error } = await run(
					parametersOf(row, { set: { ...set, returnAll: true, simplify: false } }),
				);
				expect(error).toBeUndefined();
				expect(new Set(items.map((item) => JSON.stringify(item.json))).size).toBe(total);
				expect(items).toHaveLength(total);
				expect(sandbox.asked(row.number).length).toBeLessThanOrEqual(
					most === Infinity ? 1 : Math.ceil(total / most) + 1,
				);
			});
			test.each([0, -1, 1.5, 'many'])('refuses the Limit %j', async (limit) => {
				const { error } = await run(
					parametersOf(row, { set: { ...set, returnAll: false, limit } }),
				);
				expect(error.message).toBe('Limit must be a whole number of at least 1 [item 0]');
				expect(sandbox.requests).toHaveLength(0);
			});
		}

		test('links every item to the one it comes from', async () => {
			sandbox.misbehave({
				kind: 'answer',
				on: row.number,
				status: row.answerStatus ?? 200,
				body: row.answer,
			});
			const { items } = await run(parametersOf(row), [{ a: 1 }, { a: 2 }]);
			const links = [0, 1].flatMap((item) => row.items.map(() => ({ item })));
			expect(items.map((item) => item.pairedItem)).toEqual(links);
		});
	});
}

export { parametersOf, asExpressions };
