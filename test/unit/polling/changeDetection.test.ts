import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	detectChanges,
	diffSnapshots,
	MAX_UNLISTED,
} from '../../../nodes/shared/polling/changeDetection';
import type {
	ChangeDetectionOptions,
	DiffRules,
	KnownStates,
} from '../../../nodes/shared/polling/changeDetection';
import { pollContextOf } from '../../support/pollingFakes';

interface Channel extends IDataObject {
	id: string;
	state: string;
	loud?: boolean;
}

const rules: DiffRules<Channel> = {
	keyOf: ({ id }) => id,
	stateOf: ({ state }) => state,
	isChanged: (before, now) => before !== now,
	emitFirstSeen: ({ loud }) => loud === true,
};
const diff = (
	known: KnownStates | undefined,
	entries: Channel[],
	more: Partial<DiffRules<Channel>> = {},
) => diffSnapshots(known, entries, { ...rules, ...more });

describe('diffSnapshots', () => {
	const quiet = { id: 'a', state: '1' };
	const loud = { id: 'b', state: '1', loud: true };

	test('finds no change the first time', () => {
		expect(diff(undefined, [quiet, loud])).toEqual({ changes: [], states: { a: '1', b: '1' } });
	});

	test('finds entries that are first seen where they count', () => {
		expect(diff({ a: '1' }, [quiet, loud])).toEqual({
			changes: [{ entry: loud, before: undefined }],
			states: { a: '1', b: '1' },
		});
		expect(diff({}, [quiet])).toEqual({ changes: [], states: { a: '1' } });
	});

	test('finds entries whose state changed, with the state before', () => {
		expect(diff({ a: '0', b: '1' }, [quiet, loud])).toEqual({
			changes: [{ entry: quiet, before: '0' }],
			states: { a: '1', b: '1' },
		});
	});

	test('takes the last of two entries with the same key', () => {
		const entries = [
			{ id: 'a', state: '2' },
			{ id: 'a', state: '3' },
		];
		expect(diff({ a: '1' }, entries)).toEqual({
			changes: [{ entry: entries[1], before: '1' }],
			states: { a: '3' },
		});
	});

	test('keeps entries that are gone before the present ones', () => {
		expect(Object.entries(diff({ x: '9', a: '1' }, [quiet]).states)).toEqual([
			['x', '9'],
			['a', '1'],
		]);
	});

	test('forgets entries that are gone where they may be', () => {
		const mayForget = (key: string) => key === 'x';
		expect(diff({ x: '9', y: '8' }, [], { mayForget }).states).toEqual({ y: '8' });
	});

	test('keeps the last thousand of many entries that are gone', () => {
		const many = Object.fromEntries(
			Array.from({ length: MAX_UNLISTED + 2 }, (_, index) => [`k${index}`, '1']),
		);
		expect(Object.keys(diff(many, []).states)).toEqual(Object.keys(many).slice(2));
		expect(MAX_UNLISTED).toBe(1_000);
	});

	test('saves what is merged of the states before and now', () => {
		const mergeState = (before: string | undefined, now: string) => `${before ?? '-'}${now}`;
		const entries = [
			{ id: 'a', state: '2' },
			{ id: 'b', state: '3' },
		];
		expect(diff({ a: '1' }, entries, { mergeState }).states).toEqual({ a: '12', b: '-3' });
	});

	test('finds every change once, against the state in which an entry was last seen', () => {
		const snapshots = fc.array(
			fc.uniqueArray(
				fc.record({ id: fc.nat(20).map(String), state: fc.constantFrom('UP', 'DOWN', 'AWAY') }),
				{ selector: ({ id }) => id, maxLength: 12 },
			),
			{ minLength: 1, maxLength: 10 },
		);
		fc.assert(
			fc.property(snapshots, fc.boolean(), (all, forgets) => {
				let last: Map<string, string> | undefined;
				let known: KnownStates | undefined;
				for (const entries of all) {
					const { changes, states } = diff(known, entries, {
						emitFirstSeen: ({ state }) => state !== 'UP',
						...(forgets && { mayForget: () => true }),
					});
					const expected = entries.filter(
						({ id, state }) => last && (last.get(id) ?? 'UP') !== state,
					);
					expect(changes).toEqual(
						expected.map((entry) => ({ entry, before: last?.get(entry.id) })),
					);
					const now = entries.map(({ id, state }) => [id, state] as const);
					last = new Map([...(forgets ? [] : (last ?? [])), ...now]);
					known = JSON.parse(JSON.stringify(states)) as KnownStates;
				}
			}),
		);
	});
});

describe('detectChanges', () => {
	const entries = [{ id: 'a', state: '2', extra: 1 }];
	const options: ChangeDetectionOptions = {
		scope: () => [7],
		fetchSnapshot: async () => ({
			entries,
			rules: {
				keyOf: ({ id }) => String(id),
				stateOf: ({ state }) => String(state),
				isChanged: (before, now) => before !== now,
				emitFirstSeen: () => true,
			},
		}),
		simplify: { id: 'id' },
	};
	const extraFields = (entry: IDataObject, before?: string) => ({
		before: before ?? 'new',
		of: entry.id,
	});
	const simple = pollContextOf({ simplify: true }).context;
	const raw = pollContextOf({ simplify: false }).context;

	test('emits simplified entries, which is the default, or the raw ones', async () => {
		const { poll } = detectChanges(options);
		const simplified = { items: [{ id: 'a' }], state: { a: '2' } };
		expect(await poll(simple, { a: '1' })).toEqual(simplified);
		expect(await poll(pollContextOf({}).context, { a: '1' })).toEqual(simplified);
		expect(await poll(raw, { a: '1' })).toEqual({ items: entries, state: { a: '2' } });
	});

	test('emits nothing the first time', async () => {
		expect(await detectChanges(options).poll(simple, undefined)).toEqual({
			items: [],
			state: { a: '2' },
		});
	});

	test('adds fields by the state before', async () => {
		const { poll, sample } = detectChanges({ ...options, extraFields });
		const firstSeen = [{ id: 'a', before: 'new', of: 'a' }];
		expect((await poll(simple, { a: '1' })).items).toEqual([{ id: 'a', before: '1', of: 'a' }]);
		expect((await poll(simple, {})).items).toEqual(firstSeen);
		expect(await sample(simple)).toEqual(firstSeen);
	});

	test('has the scope of the event', () => {
		expect(detectChanges(options).scope(simple)).toEqual([7]);
	});
});
