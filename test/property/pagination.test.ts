import { join } from 'node:path';
import { paginate } from '../../nodes/shared/operations/pagination';
import * as fc from 'fast-check';
import { root } from '../support/engine';

test('a list without end is given up', async () => {
	let count = 0;
	const endless = async () => ({ entries: [{ id: count++ }, { id: count++ }], body: {} });
	const paging: any = { by: 'offset', position: 'offset', size: 'limit', most: 2 };
	const reading = paginate(paging, Infinity, { url: '/' }, endless, (words) => new Error(words));
	await expect(reading).rejects.toThrow('the list has more than 10000 pages');
	expect(count).toBe(20_000);
});

test('a bare list that comes whole, and again whole, is given once', async () => {
	const body = Array.from({ length: 40 }, (_, id) => ({ id }));
	const read = jest.fn(async () => ({ entries: body, body }));
	const paging: any = { by: 'page', position: 'page', size: 'size', most: 40 };
	expect(
		await paginate(paging, Infinity, { url: '/' }, read, (words: string) => new Error(words)),
	).toEqual(body);
	expect(read).toHaveBeenCalledTimes(2);
});

describe('readPages against a model of a vendor', () => {
	const vendors = fc.record({
		total: fc.nat(60),
		most: fc.integer({ min: 1, max: 20 }),
		cap: fc.integer({ min: 1, max: 25 }),
		limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 80 })),
		by: fc.constantFrom('page', 'offset') as fc.Arbitrary<'page' | 'offset'>,
		tells: fc.constantFrom('nothing', 'size', 'pages', 'both'),
		ids: fc.constantFrom('id', '_id', 'none', 'plain'),
		appear: fc.array(fc.nat(24), { maxLength: 6 }),
	});

	/**
	 * @param vendor a value of `vendors`
	 * @param appear how many entries come before each page but the first
	 */
	async function run({ total, most, cap, limit, by, tells, ids }: any, appear: number[]) {
		const entry = (number: number) =>
			({
				id: { id: number },
				_id: { _id: `${number}`, id: 0 },
				none: { text: number },
				plain: number,
			})[ids as 'id'];
		let list = Array.from({ length: total }, (_, number) => entry(number));
		const asked: any[] = [];
		const read = async ({ qs }: any) => {
			const room = Math.min(qs.size, cap);
			// Fewer than a page, else a whole page would be known already.
			const come = asked.length === 0 ? 0 : Math.min(appear[asked.length - 1] ?? 0, room - 1);
			list = [
				...Array.from({ length: come }, (_, index) => entry(-1 - list.length - index)),
				...list,
			];
			asked.push(qs);
			const start = by === 'page' ? (qs.at - 1) * room : qs.at;
			const told = { size: room, pages: Math.ceil(list.length / room) };
			const body = {
				nothing: {},
				size: { size: told.size },
				pages: { pages: told.pages },
				both: told,
			}[tells as 'both'];
			return { entries: list.slice(start, start + room), body };
		};
		const paging: any = {
			by,
			most,
			size: 'size',
			position: 'at',
			least: Math.min(cap, most),
			told: (body: any) => body,
		};
		const found = await paginate(
			paging,
			limit,
			{ url: '/', qs: { mine: 1 } },
			read,
			(words) => new Error(words),
		);
		return { found, asked, originals: Array.from({ length: total }, (_, number) => entry(number)) };
	}

	test('gives exactly what was wanted, in order, with no request too many', async () => {
		await fc.assert(
			fc.asyncProperty(vendors, async (vendor) => {
				const { found, asked, originals } = await run(vendor, []);
				const wanted = Math.min(vendor.limit, vendor.total);
				expect(found).toEqual(originals.slice(0, wanted));
				const [{ size }] = asked;
				expect(size).toBeLessThanOrEqual(Math.min(vendor.most, vendor.limit));
				const fewest = Math.max(1, Math.ceil(wanted / Math.min(size, vendor.cap)));
				const knowsEnd = vendor.tells === 'pages' || vendor.tells === 'both';
				expect(asked.length - fewest).toBeLessThanOrEqual(knowsEnd ? 0 : 1);
				// Where there is enough, even pages of the largest size would have taken as many.
				const largest = Math.min(vendor.most, vendor.cap);
				if (wanted === vendor.limit) expect(asked).toHaveLength(Math.ceil(wanted / largest));
				expect(asked.every((qs: any) => qs.size === size && qs.mine === 1)).toBe(true);
				expect(new Set(asked.map((qs: any) => qs.at)).size).toBe(asked.length);
			}),
			{ numRuns: 500 },
		);
	});

	test('gives every entry once, whatever appears meanwhile', async () => {
		await fc.assert(
			fc.asyncProperty(vendors, async (vendor) => {
				const { found, originals } = await run(vendor, vendor.appear);
				expect(new Set(found.map((entry) => JSON.stringify(entry))).size).toBe(found.length);
				const wanted = Math.min(vendor.limit, vendor.total);
				expect(found.length).toBeGreaterThanOrEqual(wanted);
				expect(found.slice(0, wanted)).toEqual(originals.slice(0, wanted));
			}),
			{ numRuns: 500 },
		);
	});
});
