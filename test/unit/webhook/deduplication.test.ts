import type { IDataObject } from 'n8n-workflow';

import { claimEvent } from '../../../nodes/shared/webhook/deduplication';
import { createWebhookContext } from '../../support/fixtures/webhookContext';

const contextWith = (seen: unknown) =>
	createWebhookContext({ staticData: { seen } as IDataObject }).context;
const seenBy = ({ staticData }: { staticData: IDataObject }) => staticData.seen as string[];

test('an event is claimed until it is released, and forever when it is committed', () => {
	const { context, staticData } = createWebhookContext();
	const first = claimEvent(context, ['a', 'b']);
	expect(claimEvent(context, ['a', 'b'])).toBeUndefined();
	expect(claimEvent(context, ['ab'])).toBeDefined();
	first?.release();
	const again = claimEvent(context, ['a', 'b']);
	const other = createWebhookContext();
	again?.commit(other.context);
	expect(other.staticData.seen).toEqual([expect.stringMatching(/^[\w-]{22}$/)]);
	expect(staticData).toEqual({});
	again?.release();
	expect(claimEvent(context, ['a', 'b'])).toBeUndefined();
	expect(claimEvent(createWebhookContext().context, ['a', 'b'])).toBeDefined();
	const seen = seenBy(other);
	expect(claimEvent(contextWith(seen), ['a', 'b'])).toBeUndefined();
	expect(claimEvent(contextWith(seen[0]), ['a', 'b'])).toBeDefined();
});

test('a process remembers 1,000 events of a trigger and stores its last 200 again', () => {
	const workflow = 'remembering';
	const create = () => createWebhookContext({ workflow });
	for (let event = 0; event < 1_000; event += 1) {
		const call = create();
		claimEvent(create().context, [String(event)])?.commit(call.context);
		expect(seenBy(call).length).toBe(Math.min(event + 1, 200));
	}
	for (let trigger = 0; trigger < 499; trigger += 1)
		claimEvent(createWebhookContext().context, ['0']);
	expect(claimEvent(create().context, ['0'])).toBeUndefined();
});

test('only the last 1,000 stored events are compared', () => {
	const call = createWebhookContext();
	claimEvent(createWebhookContext().context, ['old'])?.commit(call.context);
	const storedBefore = (count: number) =>
		contextWith([...seenBy(call), ...Array.from({ length: count }, (_, index) => `n${index}`)]);
	expect([
		claimEvent(storedBefore(999), ['old']) === undefined,
		claimEvent(storedBefore(1_000), ['old']) === undefined,
	]).toEqual([true, false]);
});

test('a repetition stores again what others have overwritten, and writes nothing else', () => {
	const workflow = 'overwritten';
	const call = createWebhookContext({ workflow });
	for (const event of ['a', 'b']) claimEvent(call.context, [event])?.commit(call.context);
	const [a, b] = seenBy(call);
	const writtenAfter = (seen?: string[]) => {
		const written: IDataObject = {};
		const staticData = new Proxy<IDataObject>(
			{},
			{
				get: (_target, name) => (name === 'seen' ? seen : undefined),
				set: (_target, name, value) => Reflect.set(written, name, value),
			},
		);
		const { context } = createWebhookContext({ workflow, staticData });
		expect(claimEvent(context, ['a'])).toBeUndefined();
		return written.seen;
	};
	expect(writtenAfter(['x', a])).toEqual(['x', a, b]);
	expect(writtenAfter()).toEqual([a, b]);
	expect(writtenAfter([b, 'x', a])).toBeUndefined();
});

test('at most 1,000 events are stored, the oldest are removed', () => {
	const call = createWebhookContext();
	for (let event = 0; event < 1_001; event += 1)
		claimEvent(call.context, [String(event)])?.commit(call.context);
	expect(seenBy(call)).toHaveLength(1_000);
	expect(claimEvent(call.context, ['1'])).toBeUndefined();
	expect(claimEvent(call.context, ['0'])).toBeDefined();
	const names = Array.from({ length: 1_002 }, (_, index) => `n${index}`);
	const full = createWebhookContext({ staticData: { seen: names } });
	claimEvent(full.context, ['x'])?.commit(full.context);
	const seen = seenBy(full);
	expect([seen.length, seen[0], seen[998]]).toEqual([1_000, 'n3', 'n1001']);
});

/** A trigger whose calls overlap: each reads what was stored before `overlap` other calls stored theirs. */
function createOverlappingTrigger(overlap: number) {
	let stored: IDataObject = {};
	const unwritten: IDataObject[] = [];
	return (event: number) => {
		const staticData = structuredClone(stored);
		const { context } = createWebhookContext({ workflow: `overlap ${overlap}`, staticData });
		const claim = claimEvent(context, [String(event)]);
		if (!claim) return false;
		claim.commit(context);
		unwritten.push(staticData);
		if (unwritten.length > overlap) stored = unwritten.shift() ?? {};
		return true;
	};
}

test.each([0, 1, 5, 20])(
	'the newest 1,000 of many events are remembered when %i calls overlap',
	(overlap) => {
		const starts = createOverlappingTrigger(overlap);
		const events = Array.from({ length: 2_500 }, (_, index) => index);
		expect(events.every(starts)).toBe(true);
		expect(events.slice(-1_000).filter(starts)).toEqual([]);
	},
);
