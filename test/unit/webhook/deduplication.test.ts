import { forgetStarts, hasStarted, recordStart } from '../../../nodes/shared/webhook/deduplication';
import { createWebhookContext } from '../../support/fixtures/webhookContext';

const storedIn = ({ staticData }: ReturnType<typeof createWebhookContext>) =>
	staticData.seen as string[];

test('an event starts once, in this process and over a restart', () => {
	const trigger = createWebhookContext();
	expect([1, 2].map(() => recordStart(trigger.context, ['a', 'b']))).toEqual([true, false]);
	expect(recordStart(trigger.context, ['ab'])).toBe(true);
	expect(hasStarted(trigger.context, ['a', 'b'])).toBe(true);
	const restarted = createWebhookContext({ staticData: { seen: storedIn(trigger) } });
	expect(recordStart(restarted.context, ['a', 'b'])).toBe(false);
	expect(recordStart(restarted.context, ['c'])).toBe(true);
});

test('a repetition stores again what others have overwritten, and writes nothing else', () => {
	const trigger = createWebhookContext();
	recordStart(trigger.context, ['a']);
	const [name] = storedIn(trigger);
	trigger.staticData.seen = ['x'.repeat(22)];
	expect(hasStarted(trigger.context, ['a'])).toBe(true);
	expect(storedIn(trigger)).toEqual(['x'.repeat(22), name]);
	expect(hasStarted(trigger.context, ['b'])).toBe(false);
	expect(storedIn(trigger)).toHaveLength(2);
});

test('1,000 events are remembered, the newest ones, and 200 of them are stored again', () => {
	const trigger = createWebhookContext();
	for (let count = 0; count < 1_200; count += 1) recordStart(trigger.context, [String(count)]);
	expect(storedIn(trigger)).toHaveLength(1_000);
	trigger.staticData.seen = [];
	expect(hasStarted(trigger.context, ['199'])).toBe(false);
	expect(hasStarted(trigger.context, ['200'])).toBe(true);
	expect(storedIn(trigger)).toHaveLength(200);
});

test.each([['x'], [{ a: 1 }], [7]])(
	'a stored memory %j begins anew, with a line in the log',
	(seen) => {
		const trigger = createWebhookContext({ staticData: { seen } });
		expect(recordStart(trigger.context, ['a'])).toBe(true);
		expect(recordStart(trigger.context, ['a'])).toBe(false);
		expect(trigger.log[0]).toBe(
			'warn The trigger: the stored memory of past events cannot be read, so it begins anew.',
		);
		expect(storedIn(trigger)).toHaveLength(1);
	},
);

test('what is no name of an event is not kept', () => {
	const trigger = createWebhookContext({ staticData: { seen: [null, 'x'.repeat(1e6), {}] } });
	recordStart(trigger.context, ['a']);
	expect(JSON.stringify(trigger.staticData).length).toBeLessThan(100);
});

test('only what can happen again is forgotten, here and where it is stored', () => {
	const trigger = createWebhookContext();
	const [closed, closedLater, other] = [
		['close', 'a', '1'],
		['close', 'a', '2'],
		['close', 'b', '1'],
	];
	for (const identity of [closed, closedLater, other]) recordStart(trigger.context, identity);
	forgetStarts(trigger.context, [
		['close', 'a'],
		['interest', 'b'],
	]);
	expect(
		[closed, closedLater, other].map((identity) => hasStarted(trigger.context, identity)),
	).toEqual([false, false, true]);
	expect(storedIn(trigger)).toHaveLength(1);
	const stored = storedIn(trigger);
	forgetStarts(trigger.context, [['close', 'c']]);
	expect(storedIn(trigger)).toBe(stored);
});
