import type { ContractRun } from './contractRun';
import { asExpressions, expected, onWire, parametersOf } from './rows';
import type { Part, Row } from './types';
import { withValue } from './values';

const isInCollection = (name: string) => name.includes('.');

/** The fields of a part, empty where the user can leave them empty. */
const emptied = ({ set }: Part) =>
	Object.fromEntries(
		Object.entries(set).map(([name, value]) => {
			const empty = withValue(value, '');
			return [name, !isInCollection(name) ? value : empty === '' ? "={{ '' }}" : empty];
		}),
	);

function testRequired(run: ContractRun, row: Row): void {
	test('sends what the document shows', async () => {
		const { headers, text } = await run.expectRequest(row, parametersOf(row));
		expect(run.contract.authenticated(headers) || row.number === 'S1').toBe(true);
		if (text !== '') expect(headers['content-type']).toMatch(/^application\/json/);
	});

	test('sends the same when every value is an expression', async () => {
		const json = {};
		const { resource, operation, ...values } = parametersOf(row);
		const parameters = { resource, operation, ...asExpressions(values, json) };
		await run.expectRequest(row, parameters, { json });
	});

	for (const [name, value] of Object.entries(row.required)) {
		if (name === 'limit' || typeof value === 'boolean') continue;
		test(`sends nothing while ${name} is empty, and names the field and the item`, async () => {
			const set = { [name]: withValue(value, '={{ $json.gone }}') };
			const { error } = await run.run(parametersOf(row, { set }));
			expect(error?.message).toMatch(/ is empty\b.* \[item 0\]$/);
			expect(run.requestsOf(row)).toHaveLength(0);
		});
	}
}

function testOption(run: ContractRun, row: Row, part: Part): void {
	const names = Object.keys(part.set);
	test(`sends ${names.join(' and ')} when it is set`, async () => {
		await run.expectRequest(row, parametersOf(row, part), { part });
	});
	if (!names.some(isInCollection) || part.without || part.path !== undefined) return;
	test(`leaves out ${names.join(' and ')} when it is empty`, async () => {
		const { error } = await run.run(parametersOf(row, { set: emptied(part) }));
		if (error) return expect(run.requestsOf(row)).toHaveLength(0);
		expect(onWire(run.requestOf(row))).toEqual(expected(row));
	});
}

/** Every field of an operation: set, empty, zero, written in other ways, and with a value that cannot be sent. */
export function testFields(run: ContractRun, row: Row): void {
	testRequired(run, row);
	for (const part of row.options ?? []) testOption(run, row, part);
	for (const part of row.zeroes ?? []) {
		test(`sends ${JSON.stringify(part.set)}`, async () => {
			await run.run(parametersOf(row, part));
			expect(onWire(run.requestOf(row))).toEqual(expected(row, part));
		});
	}
	for (const part of row.forms ?? []) {
		test(`writes ${JSON.stringify(part.set)} as documented`, async () => {
			await run.expectRequest(row, parametersOf(row, part), { part });
		});
	}
	for (const set of row.refused ?? []) {
		test(`refuses ${JSON.stringify(set)}, naming the field and the item, and sends nothing`, async () => {
			const { error } = await run.run(parametersOf(row, { set }));
			expect(error?.message).toMatch(/^[A-Z][\w ]+ must be .+ \[item 0\]$/);
			expect(run.requestsOf(row)).toHaveLength(0);
		});
	}
}
