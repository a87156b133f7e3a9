import type { RequestRecord } from '../sandbox/types';
import type { ContractRun } from './contractRun';
import { expected, getAt, parametersOf } from './rows';
import type { IdLocation, Row } from './types';
import { isLocator, withValue } from './values';

/** Ids that break a request which is put together carelessly. */
const hostileIds = [
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

/** The path of a row with another id in its place. */
function pathWith(row: Row, name: string, id: string): string {
	const value = getAt(row.required, name);
	const original = isLocator(value) ? (value.value ?? value) : value;
	return row.wire.path.replace(encodeURIComponent(String(original)), () => encodeURIComponent(id));
}

function expectIdIn(
	location: IdLocation,
	request: RequestRecord,
	row: Row,
	path: string,
	id: string,
) {
	if (location.in === 'path') {
		expect(request.url.split('?')[0]).toBe(path);
		expect(request.query).toEqual(expected(row).query);
		return;
	}
	const values = location.in === 'query' ? request.query : request.body;
	expect(getAt(values, location.name)).toBe(id);
	expect(request.path).toBe(row.wire.path);
}

function testHostileId(run: ContractRun, row: Row, name: string, location: IdLocation): void {
	test.each(hostileIds)(`keeps the ${name} %j in its place`, async (id) => {
		const option = row.options?.find((part) => name in part.set);
		const value = getAt(parametersOf(row, option), name);
		const set = { [name]: withValue(value, '={{ $json.id }}') };
		const { error } = await run.run(parametersOf(row, { set }), [{ id }]);
		if (location.in === 'number') {
			expect(error?.message).toMatch(/ must be .+ \[item 0\]$/);
			expect(run.requestsOf(row)).toHaveLength(0);
			return;
		}
		// A request whose id broke out of its segment has a path that no document knows, and so no number.
		expectIdIn(location, run.requestOf(row), row, pathWith(row, name, id), id);
	});
}

/** Every id of an operation: it stays in its place whatever it is. */
export function testIds(run: ContractRun, row: Row): void {
	for (const [name, location] of Object.entries(row.ids ?? {})) {
		testHostileId(run, row, name, location);
		if (location.in !== 'path') continue;
		test.each(['.', '..'])(`refuses the ${name} %j`, async (id) => {
			const set = { [name]: withValue(row.required[name], id) };
			const { error } = await run.run(parametersOf(row, { set }));
			expect(error?.message).toMatch(/ \[item 0\]$/);
			expect(run.sandbox.requests.filter(({ number }) => number !== 'S0')).toHaveLength(0);
		});
	}
}
