import * as fc from 'fast-check';

import { ListTrigger, nameOf, VendorList } from '../support/listModel';
import type { ListSetting, Row } from '../support/listModel';

// A busy machine takes several times as long as an idle one.
jest.setTimeout(180_000);

const RUNS = Number(process.env.RUNS ?? 1_000);
const START = 1_750_000_000_000;

/** Something that happens at the vendor. */
type Action =
	| { do: 'add'; later: number; luck: number }
	| { do: 'addMany'; count: number; later: number; luck: number }
	| { do: 'remove'; luck: number }
	| { do: 'change'; later: number; luck: number }
	| { do: 'addLate'; luck: number };

type Step =
	| Action
	| { do: 'restart' }
	| { do: 'poll'; failsAfter: number | undefined; meanwhile: Array<Action | undefined> };

const luck = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const later = fc.integer({ min: 0, max: 2 });
const sorted: fc.Arbitrary<ListSetting> = fc.record({
	order: fc.constantFrom('newestFirst', 'oldestFirst'),
	size: fc.integer({ min: 2, max: 6 }),
	counts: fc.boolean(),
	style: fc.constantFrom('page', 'offset'),
});
/** That a list is in no order shows on a page that is not too small, and not all of the same second. */
const unsorted: fc.Arbitrary<ListSetting> = fc.record({
	order: fc.constant('shuffled'),
	size: fc.constant(10),
	counts: fc.boolean(),
	style: fc.constantFrom('page', 'offset'),
});
const lists = fc.oneof({ weight: 3, arbitrary: sorted }, { weight: 1, arbitrary: unsorted });
const withCursors = (settings: fc.Arbitrary<ListSetting>): fc.Arbitrary<ListSetting> =>
	fc
		.tuple(settings, fc.constantFrom('rowCursor', 'offsetCursor'))
		.map(([setting, style]) => ({ ...setting, style }));

const add: fc.Arbitrary<Action> = fc.record({ do: fc.constant('add'), later, luck });
const remove: fc.Arbitrary<Action> = fc.record({ do: fc.constant('remove'), luck });
const change: fc.Arbitrary<Action> = fc.record({ do: fc.constant('change'), later, luck });
const addLate: fc.Arbitrary<Action> = fc.record({ do: fc.constant('addLate'), luck });
const addMany: fc.Arbitrary<Action> = fc.oneof(
	fc.record({
		do: fc.constant('addMany'),
		count: fc.integer({ min: 5, max: 60 }),
		later: fc.constant(1),
		luck,
	}),
	fc.record({
		do: fc.constant('addMany'),
		count: fc.integer({ min: 3, max: 9 }),
		later: fc.constant(0),
		luck,
	}),
);
/** A poll that may fail, during which the vendor does things. */
const poll = (action: fc.Arbitrary<Action>): fc.Arbitrary<Step> =>
	fc.record({
		do: fc.constant('poll'),
		failsAfter: fc.option(fc.nat(12), { nil: undefined }),
		meanwhile: fc.array(fc.option(action, { nil: undefined }), { maxLength: 8 }),
	});
/**
 * @param action what happens besides new rows
 * @param meanwhile what happens during a poll
 */
const steps = (action: fc.Arbitrary<Action>, meanwhile = action): fc.Arbitrary<Step[]> =>
	fc.array(
		fc.oneof<[fc.WeightedArbitrary<Step>, ...Array<fc.WeightedArbitrary<Step>>]>(
			{ weight: 6, arbitrary: add },
			{ weight: 1, arbitrary: addMany },
			{ weight: 6, arbitrary: poll(fc.oneof({ weight: 3, arbitrary: add }, meanwhile)) },
			{ weight: 1, arbitrary: fc.constant({ do: 'restart' }) },
			{ weight: 2, arbitrary: action },
		),
		{ maxLength: 25 },
	);
const before = fc.array(fc.oneof(add, remove, addMany), { maxLength: 12 });

/** A vendor with a clock, and a trigger that watches its list. */
class Simulation {
	readonly list: VendorList;
	readonly trigger: ListTrigger;
	private now = START;

	constructor(
		private readonly setting: ListSetting,
		filtersSince: boolean,
	) {
		this.list = new VendorList(setting);
		// It remembers about as many pages as the real one; of an unsorted list all are read in every poll.
		this.trigger = new ListTrigger(this.list, setting.order === 'shuffled' ? 50 : 8, filtersSince);
	}

	private advance(seconds: number) {
		const isByTime = this.setting.order === 'newestFirst' || this.setting.order === 'oldestFirst';
		this.now += (isByTime ? seconds : 1) * 1000;
		return this.now;
	}

	/** @param maxId only rows up to this ID are removed */
	act(action: Action, maxId?: number) {
		const { list, now } = this;
		if (action.do === 'add') list.add(this.advance(action.later), action.luck);
		if (action.do === 'addMany')
			for (let index = 0; index < action.count; index += 1)
				list.add(this.advance(action.later), action.luck);
		if (action.do === 'remove') list.remove(action.luck, maxId);
		if (action.do === 'change') list.change(action.luck, this.advance(action.later));
		if (action.do === 'addLate') {
			const earliest = this.trigger.state.seen.watermark ?? START - 60_000;
			const range = Math.max(0, now - earliest - 1);
			list.add(earliest + 1 + Math.floor(action.luck * range), action.luck);
		}
	}

	async run(step: Step) {
		if (step.do === 'restart') await this.trigger.activate();
		else if (step.do !== 'poll') this.act(step);
		else {
			// A row that is added and removed again during one poll can hide another one: that alone is not promised.
			const { rowsMade } = this.list;
			await this.trigger.pollWhile({
				failsAfter: step.failsAfter,
				meanwhile: step.meanwhile.map((action) => () => action && this.act(action, rowsMade)),
			});
		}
	}
}

/** Lets things happen before and after the trigger is activated, then polls until nothing more is emitted. */
async function simulate(
	setting: ListSetting,
	first: readonly Action[],
	then: readonly Step[],
	filtersSince = false,
) {
	const simulation = new Simulation(setting, filtersSince);
	const { list, trigger } = simulation;
	for (const action of first) simulation.act(action);
	const old = new Set(list.rows.map(nameOf));
	await trigger.activate();
	for (const step of then) await simulation.run(step);
	while ((await trigger.poll()) > 0);
	const emitted = new Set(trigger.emitted.map(nameOf));
	const isLost = (row: Row) => !old.has(nameOf(row)) && !emitted.has(nameOf(row));
	return {
		stateSize: JSON.stringify(trigger.state).length,
		result: {
			lost: list.rows.filter(isLost),
			repeated: trigger.repeated,
			oldOnes: trigger.emitted.filter((row) => old.has(nameOf(row))),
		},
	};
}
const EACH_ONCE = { lost: [], repeated: [], oldOnes: [] };

describe.each([
	['by page or offset', lists, RUNS],
	['by cursor', withCursors(lists), RUNS / 2],
])('A trigger on a list that is paged %s', (_style, settings, numRuns) => {
	test('emits every entry once: any order, equal times, removals, shifting pages, failures, restarts', async () => {
		const property = fc.asyncProperty(
			settings,
			before,
			steps(remove),
			async (setting, first, then) => {
				const { result, stateSize } = await simulate(setting, first, then);
				expect(result).toEqual(EACH_ONCE);
				expect(stateSize).toBeLessThan(4_000);
			},
		);
		await fc.assert(property, { numRuns });
	});

	test('emits an entry once that shows up late, or whose time is of a clock that went back, if the vendor counts', async () => {
		const counted = settings.map((setting) => ({ ...setting, counts: true }));
		const property = fc.asyncProperty(
			counted,
			before,
			steps(addLate, add),
			async (setting, first, then) => {
				const { result } = await simulate(setting, first, then);
				expect(result).toEqual(EACH_ONCE);
			},
		);
		await fc.assert(property, { numRuns });
	});

	test('emits every change once where the vendor returns new entries only', async () => {
		const byId: fc.Arbitrary<ListSetting> = settings.map((setting) => ({
			...setting,
			order: 'byId',
			size: 10,
		}));
		const property = fc.asyncProperty(
			fc.oneof(settings, byId),
			before,
			steps(change),
			async (setting, first, then) => {
				const { result } = await simulate(setting, first, then, true);
				expect(result).toEqual(EACH_ONCE);
			},
		);
		await fc.assert(property, { numRuns });
	});
});
