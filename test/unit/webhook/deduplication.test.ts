/** What a trigger remembers of the events it has had. */

import { claimEvent } from '../../../nodes/shared/webhook/deduplication';

let count = 0;
/** A trigger. */
function contextOf(more?: any): any {
	const workflow = { id: `claims ${(count += 1)}` };
	const data = {};
	return {
		getWorkflow: () => workflow,
		getNode: () => ({ id: 'n' }),
		getWorkflowStaticData: () => data,
		data,
		...more,
	};
}

describe('once', () => {
	test('an event is claimed until it is released, and for ever when it is kept', () => {
		const context = contextOf();
		const first = claimEvent(context, ['a', 'b']);
		expect(claimEvent(context, ['a', 'b'])).toBeUndefined();
		expect(claimEvent(context, ['ab'])).toBeDefined();
		first?.release();
		const again = claimEvent(context, ['a', 'b']);
		const other = contextOf();
		again?.keep(other);
		expect(other.data.seen).toEqual([expect.stringMatching(/^[\w-]{22}$/)]);
		expect(context.data).toEqual({});
		again?.release();
		expect(claimEvent(context, ['a', 'b'])).toBeUndefined();
		expect(claimEvent(contextOf(), ['a', 'b'])).toBeDefined();
		const { seen } = other.data;
		expect(
			claimEvent(contextOf({ getWorkflowStaticData: () => ({ seen }) }), ['a', 'b']),
		).toBeUndefined();
		expect(
			claimEvent(contextOf({ getWorkflowStaticData: () => ({ seen: seen[0] }) }), ['a', 'b']),
		).toBeDefined();
	});

	test('a process remembers the last 1,000 of a trigger, for 500 triggers, and adds the last 200 to what is stored', () => {
		const getWorkflow = () => ({ id: 'remembering' });
		const anew = () => contextOf({ getWorkflow });
		for (let event = 0; event < 1_000; event += 1) {
			const by = anew();
			claimEvent(anew(), [String(event)])?.keep(by);
			expect(by.data.seen.length).toBe(Math.min(event + 1, 200));
		}
		for (let trigger = 0; trigger < 499; trigger += 1) claimEvent(contextOf(), ['0']);
		expect(claimEvent(anew(), ['0'])).toBeUndefined();
		const by = contextOf();
		claimEvent(contextOf(), ['old'])?.keep(by);
		const stored = (count: number) =>
			contextOf({
				getWorkflowStaticData: () => ({
					seen: [...by.data.seen, ...Array.from({ length: count }, (_, index) => `n${index}`)],
				}),
			});
		expect([
			claimEvent(stored(999), ['old']) === undefined,
			claimEvent(stored(1_000), ['old']) === undefined,
		]).toEqual([true, false]);
	});

	test('a repetition stores anew what others have overwritten, and nothing else', () => {
		const getWorkflow = () => ({ id: 'overwritten' });
		const by = contextOf({ getWorkflow });
		for (const event of ['a', 'b']) claimEvent(by, [event])?.keep(by);
		const [a, b] = by.data.seen;
		const repeatedWith = (seen: any) => {
			const data = Object.freeze(seen === undefined ? {} : { seen });
			const stored = contextOf({
				getWorkflow,
				getWorkflowStaticData: () =>
					new Proxy(
						{},
						{
							get: (_none, name) => (data as any)[name],
							set: (_none, _name, value) => ((stored.data.seen = value), true),
						},
					),
			});
			expect(claimEvent(stored, ['a'])).toBeUndefined();
			return stored.data.seen;
		};
		expect(repeatedWith(['x', a])).toEqual(['x', a, b]);
		expect(repeatedWith(undefined)).toEqual([a, b]);
		expect(repeatedWith([b, 'x', a])).toBeUndefined();
	});

	test('the last 1,000 are remembered', () => {
		const context = contextOf();
		for (let event = 0; event < 1_001; event += 1)
			claimEvent(context, [String(event)])?.keep(context);
		expect(context.data.seen).toHaveLength(1_000);
		expect(claimEvent(context, ['1'])).toBeUndefined();
		expect(claimEvent(context, ['0'])).toBeDefined();
		const names = Array.from({ length: 1_002 }, (_, index) => `n${index}`);
		const full = contextOf({ getWorkflowStaticData: () => full.stored, stored: { seen: names } });
		claimEvent(full, ['x'])?.keep(full);
		expect([full.stored.seen.length, full.stored.seen[0], full.stored.seen[998]]).toEqual([
			1_000,
			'n3',
			'n1001',
		]);
	});
});
