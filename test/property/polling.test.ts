import * as fc from 'fast-check';

import { Trigger, VendorList } from '../support/listModel';

const RUNS = Number(process.env.RUNS ?? 1_000);
const START = 1_750_000_000_000;

const luck = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const sorted = fc.record({
	order: fc.constantFrom('newestFirst', 'oldestFirst'),
	size: fc.integer({ min: 2, max: 6 }),
	counts: fc.boolean(),
});
/**
 * That a list is in no order shows on a page that is not too small, and not all of the same second.
 */
const unsorted = fc.record({
	order: fc.constant('shuffled'),
	size: fc.constant(10),
	counts: fc.boolean(),
});
const lists = fc.oneof(
	{ weight: 3, arbitrary: sorted },
	{ weight: 1, arbitrary: unsorted },
) as fc.Arbitrary<any>;

const add = fc.record({ do: fc.constant('add'), later: fc.integer({ min: 0, max: 2 }), luck });
const remove = fc.record({ do: fc.constant('remove'), luck });
const change = fc.record({
	do: fc.constant('change'),
	later: fc.integer({ min: 0, max: 2 }),
	luck,
});
const late = fc.record({ do: fc.constant('late'), luck });
const many = fc.oneof(
	fc.record({
		do: fc.constant('many'),
		count: fc.integer({ min: 5, max: 60 }),
		later: fc.constant(1),
		luck,
	}),
	fc.record({
		do: fc.constant('many'),
		count: fc.integer({ min: 3, max: 9 }),
		later: fc.constant(0),
		luck,
	}),
);
/** A poll that may fail, during which the vendor does not stand still. */
const poll = (event: fc.Arbitrary<any>) =>
	fc.record({
		do: fc.constant('poll'),
		failing: fc.option(fc.nat(12), { nil: undefined }),
		meanwhile: fc.array(fc.option(event, { nil: undefined }), { maxLength: 8 }),
	});
/**
 * @param event what happens besides new rows
 * @param meanwhile what happens during a poll
 */
const steps = (event: fc.Arbitrary<any>, meanwhile: fc.Arbitrary<any> = event) =>
	fc.array(
		fc.oneof(
			{ weight: 6, arbitrary: add },
			{ weight: 1, arbitrary: many },
			{ weight: 6, arbitrary: poll(fc.oneof({ weight: 3, arbitrary: add }, meanwhile)) },
			{ weight: 1, arbitrary: fc.constant({ do: 'restart' }) },
			{ weight: 2, arbitrary: event },
		),
		{ maxLength: 25 },
	);
const before = fc.array(fc.oneof(add, remove, many), { maxLength: 12 });

/** Lets things happen before and after the trigger begins, then polls until nothing comes. */
async function play(setting: any, first: any[], then: any[], narrows?: boolean) {
	const list = new VendorList(setting);
	// As many pages as in the real one; where all is read in every poll, what slipped by comes with the next.
	const trigger = new Trigger(list, setting.order === 'shuffled' ? 50 : 8, narrows);
	let now = START;
	const later = (seconds: number) => (now += (/^[no]/.test(setting.order) ? seconds : 1) * 1000);
	/** @param upTo of these rows alone one is removed */
	const act = (what: any, upTo?: number) => {
		if (what.do === 'add') list.add(later(what.later), what.luck);
		if (what.do === 'many')
			for (let index = 0; index < what.count; index += 1) list.add(later(what.later), what.luck);
		if (what.do === 'remove') list.remove(what.luck, upTo);
		if (what.do === 'change') list.change(what.luck, later(what.later));
		if (what.do === 'late') {
			const below = trigger.state.memory.below ?? START - 60_000;
			list.add(below + 1 + Math.floor(what.luck * Math.max(0, now - below - 1)), what.luck);
		}
	};
	for (const what of first) act(what);
	const old = new Map(list.rows.map(({ id, version }) => [id, version]));
	await trigger.activate();
	for (const what of then) {
		if (what.do === 'restart') await trigger.activate();
		else if (what.do !== 'poll') act(what);
		else {
			// What comes and goes again while one poll reads can hide another row: that alone is not promised.
			const { made } = list;
			await trigger.pollWhile({
				failing: what.failing,
				meanwhile: what.meanwhile.map((one: any) => () => one && act(one, made)),
			});
		}
	}
	while ((await trigger.poll()) > 0);
	const came = new Set(trigger.delivered.map(({ id, version }) => `${id}.${version}`));
	const isOld = ({ id, version }: any) => old.get(id) === version;
	return {
		trigger,
		lost: list.rows.filter((row) => !isOld(row) && !came.has(`${row.id}.${row.version}`)),
		repeated: trigger.repeated,
		flood: trigger.delivered.filter(isOld),
	};
}
const fine = { lost: [], repeated: [], flood: [] };

test('every entry comes once: any order, equal times, removals, pages that shift, failures, restarts', async () => {
	const property = fc.asyncProperty(lists, before, steps(remove), async (setting, first, then) => {
		const { lost, repeated, flood, trigger } = await play(setting, first, then);
		expect({ lost, repeated, flood }).toEqual(fine);
		expect(JSON.stringify(trigger.state).length).toBeLessThan(4_000);
	});
	await fc.assert(property, { numRuns: RUNS });
});

test('every entry comes once that shows up late, or with the time of a clock that went back, if the vendor counts', async () => {
	const counted = lists.map((setting) => ({ ...setting, counts: true }));
	const property = fc.asyncProperty(
		counted,
		before,
		steps(late, add),
		async (setting, first, then) => {
			const { lost, repeated, flood } = await play(setting, first, then);
			expect({ lost, repeated, flood }).toEqual(fine);
		},
	);
	await fc.assert(property, { numRuns: RUNS });
});

test('every change comes, and none twice, where the vendor gives what is new alone', async () => {
	const settings = fc.oneof(
		lists,
		fc.record({ order: fc.constant('byId'), size: fc.constant(10), counts: fc.boolean() }),
	);
	const property = fc.asyncProperty(
		settings,
		before,
		steps(change),
		async (setting, first, then) => {
			const { lost, repeated, flood } = await play(setting, first, then, true);
			expect({ lost, repeated, flood }).toEqual(fine);
		},
	);
	await fc.assert(property, { numRuns: RUNS });
});
