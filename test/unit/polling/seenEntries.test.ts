/** What polling remembers, and when it asks: by themselves, at their edges. */

import {
	byTime,
	advanceWatermark,
	EMPTY,
	serialize,
	querySeen,
	addSeen,
	parse,
} from '../../../nodes/shared/polling/seenEntries';
import { shortDigest } from '../../../nodes/shared/util/digest';
import { getIdParameter, forEvents } from '../../../nodes/shared/polling/parameters';
import { createPoll, triggerOnField } from '../../../nodes/shared/polling/trigger';

describe('a memory', () => {
	const ids = ['a', 'b', 'c', 'd'].map((text) => shortDigest(text));
	const at = (time: number, index: number) => ({
		time,
		id: ids[index],
	});

	test('a digest is short, and tells what is told', () => {
		expect(shortDigest('a', 1)).toMatch(/^[\w-]{8}$/);
		expect(
			new Set([shortDigest('a', 1), shortDigest('a', '1'), shortDigest('a1'), shortDigest()]).size,
		).toBe(4);
	});

	test('is asked what it knows', () => {
		const memory = addSeen(EMPTY, [at(10, 0), at(20, 1), at(20, 2), at(Infinity, 3)], 9);
		expect(memory).toEqual({
			below: null,
			known: { [(10).toString(36)]: ids[0], [(20).toString(36)]: ids[1] + ids[2], '': ids[3] },
		});
		const { floor, newest, whole, knows, settled } = querySeen(memory);
		expect([floor, newest, whole]).toEqual([-Infinity, 20, true]);
		expect([ids.map(knows), knows('other')]).toEqual([[true, true, true, true], false]);
		expect([settled({ time: 1, id: 'x' }), settled({ time: 1, id: ids[0] })]).toEqual([
			false,
			true,
		]);
	});

	test('forgets whole seconds, the oldest first', () => {
		const memory = addSeen(EMPTY, [at(10, 0), at(20, 1), at(20, 2), at(30, 3)], 2);
		expect(memory).toEqual({ below: 10, known: { u: ids[3], k: ids[1] + ids[2] } });
		const { floor, newest, whole, settled } = querySeen(memory);
		expect([floor, newest, whole]).toEqual([10, 30, false]);
		expect([settled({ time: 10, id: 'x' }), settled({ time: 11, id: 'x' })]).toEqual([true, false]);
		expect(addSeen(memory, [at(10, 0), at(5, 0)], 2)).toEqual(memory);
		expect(addSeen(EMPTY, [at(10, 0), at(20, 1)], 1)).toEqual({
			below: 10,
			known: { k: ids[1] },
		});
		expect(addSeen({ below: 10, known: {} }, [at(10, 0), at(11, 1)], 9)).toEqual({
			below: 10,
			known: { b: ids[1] },
		});
		expect(querySeen({ below: 7, known: {} }).newest).toBe(7);
	});

	test('of those without a time the first go first, and it knows then that it forgot', () => {
		const memory = addSeen(EMPTY, [at(Infinity, 0), at(Infinity, 1), at(Infinity, 2), at(5, 3)], 2);
		expect(memory).toEqual({ below: -8.64e15, known: { '': ids[1] + ids[2], 5: ids[3] } });
		expect(addSeen(EMPTY, [at(Infinity, 0), at(Infinity, 1)], 2).below).toBeNull();
	});

	test('of too many of one time, nothing of that time is kept', () => {
		const many = Array.from({ length: 20_001 }, (_, index) => ({
			time: 10,
			id: String(index).padStart(8, '0'),
		}));
		expect(addSeen(EMPTY, many, 50_000)).toEqual({ below: 10, known: {} });
		expect(addSeen(EMPTY, many.slice(1), 50_000).below).toBeNull();
	});

	test('forgets up to a time', () => {
		const memory = addSeen(EMPTY, [at(10, 0), at(20, 1)], 9);
		expect(advanceWatermark(memory, 10)).toEqual({ below: 10, known: { k: ids[1] } });
		expect(advanceWatermark(memory, -Infinity)).toEqual({ below: -8.64e15, known: memory.known });
		expect(advanceWatermark({ below: 15, known: {} }, 10).below).toBe(15);
	});

	test('is one text, and is had again from it', () => {
		for (const memory of [
			EMPTY,
			addSeen(EMPTY, [at(10, 0), at(20, 1)], 9),
			addSeen(EMPTY, [at(10, 0), at(20, 1), at(-30, 2)], 1),
			{ below: -8.64e15, known: {} },
		]) {
			expect(parse(serialize(memory))).toEqual(memory);
		}
		expect(serialize({ below: 10, known: { k: ids[0] } })).toBe(`a k ${ids[0]}`);
	});

	test('goes by time', () => {
		expect([
			byTime(at(1, 0), at(2, 0)),
			byTime(at(2, 0), at(1, 0)),
			byTime(at(Infinity, 0), at(Infinity, 1)),
		]).toEqual([-1, 1, 0]);
	});
});

describe('a trigger', () => {
	const events = [
		{
			name: 'One',
			value: 'one',
			description: 'First',
			watched: () => [1],
			poll: async () => ({ items: [{ a: 1 }, { event: 'own' }], state: 'kept' }),
			sample: async () => [{ s: 1 }, { s: 2 }],
		},
		{
			name: 'Two',
			value: 'two',
			description: 'Second',
			watched: () => [],
			poll: async () => ({ items: [], state: 'kept' }),
			sample: async () => [],
		},
	] as any;
	const contextOf = (values: any, more?: any) => {
		const node = { name: 'T', type: 't', credentials: { vApi: { id: '7' } } };
		const data = {};
		return {
			getNodeParameter: (name: string, otherwise: any) => values[name] ?? otherwise,
			getNode: () => node,
			getMode: () => 'trigger',
			getWorkflowStaticData: () => data,
			data,
			...more,
		} as any;
	};
	const vendor = { credential: 'vApi' } as any;
	const poll = createPoll(vendor, events);

	test('has a field that chooses the event', () => {
		expect(triggerOnField(events)).toEqual({
			displayName: 'Trigger On',
			name: 'triggerOn',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'One', value: 'one', description: 'First' },
				{ name: 'Two', value: 'two', description: 'Second' },
			],
			default: 'one',
		});
		const field = { name: 'f', send: { in: 'body', name: 'f' } } as any;
		expect([forEvents(field), forEvents(field, 'one')]).toStrictEqual([
			{ name: 'f' },
			{ name: 'f', displayOptions: { show: { triggerOn: ['one'] } } },
		]);
	});

	test('gives what is new, with the name of the event', async () => {
		const context = contextOf({ triggerOn: 'one' });
		expect(await poll.call(context)).toEqual([
			[{ json: { event: 'one', a: 1 } }, { json: { event: 'own' } }],
		]);
		expect(context.data.polled).toEqual({ of: shortDigest('7', 'one', 1), state: 'kept' });
		const { polled } = context.data;
		await poll.call(context);
		expect(context.data.polled).toBe(polled);
		expect(await poll.call(contextOf({ triggerOn: 'two' }))).toBeNull();
		const manual = { getMode: () => 'manual' };
		expect(await poll.call(contextOf({ triggerOn: 'one' }, manual))).toEqual([
			[{ json: { event: 'one', s: 1 } }],
		]);
		expect(await poll.call(contextOf({ triggerOn: 'two' }, manual))).toBeNull();
		await expect(poll.call(contextOf({ triggerOn: 'three' }))).rejects.toThrow(
			'Trigger On has no event "three"',
		);
	});

	test('begins anew where it watches something else, and polls once at a time', async () => {
		const states: any[] = [];
		let go: () => void = (): void => {};
		let fails = false;
		const own = createPoll(vendor, [
			{
				...events[0],
				watched: (context) => [context.getNodeParameter('of', '')],
				poll: async (_context, state) => {
					states.push(state);
					await new Promise((resolve) => (go = () => resolve(undefined)));
					if (fails) throw new Error('no');
					return { items: [], state: 'kept' };
				},
			},
		]);
		const values = { triggerOn: 'one', of: 'a' };
		const context = contextOf(values);
		const tick = async () => {
			const polling = own.call(context);
			expect(await own.call(context)).toBeNull();
			go();
			await polling;
		};
		await tick();
		await tick();
		values.of = 'b';
		fails = true;
		await expect(tick()).rejects.toThrow('no');
		fails = false;
		await tick();
		await tick();
		expect(states).toEqual([undefined, 'kept', undefined, undefined, 'kept']);
	});

	test('an ID in a field', () => {
		const idOf = (value: any, required = true) =>
			getIdParameter(contextOf({ chat: value }), { name: 'chat', displayName: 'Chat', required });
		expect([
			idOf(' a '),
			idOf(7),
			idOf('...'),
			idOf('', false),
			idOf(undefined, false),
			idOf('.a'),
		]).toEqual(['a', '7', '...', '', '', '.a']);
		for (const empty of ['', '  ', undefined])
			expect(() => idOf(empty)).toThrow(
				expect.objectContaining({
					message: 'Chat is empty',
					description: 'Choose a Chat in this node, or correct the expression in it.',
				}),
			);
		for (const wrong of ['.', '..'])
			expect(() => idOf(wrong, false)).toThrow(`Chat must be an ID, not "${wrong}"`);
	});
});
