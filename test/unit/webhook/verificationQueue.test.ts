/** Who waits for whom, when it is in the test's hands what the vendor says and when. */

import { fastClock } from '../../support/engine/clock';
import { verifyOrEnqueue, hasCapacity } from '../../../nodes/shared/webhook/verificationQueue';

let clock: ReturnType<typeof fastClock>;
beforeEach(() => {
	clock = fastClock();
});
afterEach(() => clock.stop());

let workflows = 0;
/** A trigger whose vendor answers as `says` has it: a verdict, or a promise of one. */
function scene() {
	const id = `room ${++workflows}`;
	const says: Record<string, any> = {};
	/** How often each event was looked at. */
	const looks: Record<string, number> = {};
	const seen = { now: 0, most: 0 };
	const source = {
		vendor: { name: 'The vendor' },
		identity: ({ name }: any) => [name],
		confirm: async (_context: any, { name }: any) => {
			looks[name] = (looks[name] ?? 0) + 1;
			seen.now += 1;
			seen.most = Math.max(seen.most, seen.now);
			const verdict = await says[name];
			await new Promise((resolve) => setImmediate(resolve));
			seen.now -= 1;
			if (verdict === 'down') throw new Error('not now');
			return verdict === 'yes' ? { name } : undefined;
		},
	};
	const context = (): any => ({
		getWorkflow: () => ({ id }),
		getNode: () => ({ id: 'node', name: 'The trigger' }),
		getMode: () => 'webhook',
		getWorkflowStaticData: () => ({}),
		logger: { warn() {}, error() {} },
	});
	const pending = (name: string, more?: any): any => ({
		event: { name },
		wanted: () => true,
		extra: {},
		claim: undefined,
		startUnchecked: true,
		until: performance.now() + 3_600_000,
		due: performance.now(),
		denials: 0,
		failures: 0,
		...more,
	});
	/** @returns the names of what this call starts */
	const arrive = async (name: string, more?: any): Promise<string[]> =>
		(await verifyOrEnqueue(context(), source as any, pending(name, more))).map((item) =>
			String(item.name),
		);
	return { says, looks, seen, arrive, full: () => !hasCapacity(context()) };
}
const until = async (look: () => unknown) => {
	while (!look()) await new Promise((resolve) => setImmediate(resolve));
};
const watched = <T>(promise: Promise<T>) => {
	const state = { done: false, promise };
	void promise.finally(() => (state.done = true));
	return state;
};
/** A promise in the test's hands. */
const promised = (): { promise: Promise<string>; say: (verdict: string) => void } => {
	let say: (verdict: string) => void = (): void => {};
	const promise = new Promise((resolve) => (say = resolve)) as Promise<string>;
	return { promise, say };
};

test('what is decided starts the workflow as soon as somebody else waits for the rest', async () => {
	const { says, looks, arrive } = scene();
	Object.assign(says, { stuck: 'down', soon: 'down', later: 'down' });
	const keeper = watched(arrive('stuck'));
	await until(() => looks.stuck === 1);
	expect(await arrive('soon')).toEqual([]);
	says.soon = 'yes';
	await until(() => looks.soon === 2 && looks.stuck >= 3);
	expect(keeper.done).toBe(false);
	const next = watched(arrive('later'));
	expect(await keeper.promise).toEqual(['soon']);
	expect(next.done).toBe(false);
	// The new keeper has nothing in hand yet, so whoever comes now is done at once.
	says.third = 'down';
	expect(await arrive('third')).toEqual([]);
	Object.assign(says, { later: 'yes', stuck: 'yes', third: 'yes' });
	expect((await next.promise).sort()).toEqual(['later', 'stuck', 'third']);
});

test('nobody takes over from a keeper that is looking, so that no event is looked at by two', async () => {
	const { says, looks, arrive } = scene();
	Object.assign(says, { slow: 'down', soon: 'down', late: 'down' });
	const keeper = watched(arrive('slow'));
	await until(() => looks.slow === 1);
	await arrive('soon');
	const slow = promised();
	Object.assign(says, { soon: 'yes' });
	await until(() => looks.soon === 2);
	says.slow = slow.promise;
	const before = looks.slow;
	await until(() => looks.slow > before);
	const other = watched(arrive('late'));
	await until(() => looks.late === 1 && other.done);
	expect(await other.promise).toEqual([]);
	expect(looks.slow).toBe(before + 1);
	slow.say('yes');
	says.late = 'yes';
	expect((await keeper.promise).sort()).toEqual(['late', 'slow', 'soon']);
});

test('few look at once, however many come', async () => {
	const { says, seen, arrive } = scene();
	const names = Array.from({ length: 80 }, (_, index) => `event ${index}`);
	for (const name of names) says[name] = 'yes';
	const started = (await Promise.all(names.map(async (name) => await arrive(name)))).flat();
	expect(started.sort()).toEqual([...names].sort());
	expect(seen.most).toBeLessThanOrEqual(20);
});

test('a room is full by number and by size, and has room again when it is empty', async () => {
	const { says, looks, arrive, full } = scene();
	says.small = 'down';
	const calls = [];
	for (let n = 0; n < 999; n += 1) calls.push(arrive('small'));
	await new Promise((resolve) => setImmediate(resolve));
	expect(full()).toBe(false);
	for (let n = 0; n < 60; n += 1) calls.push(arrive('small'));
	await until(full);
	says.small = 'yes';
	expect((await Promise.all(calls)).flat()).toHaveLength(1059);
	expect(full()).toBe(false);

	says.large = 'down';
	const [first, ...rest] = Array.from({ length: 9 }, () =>
		arrive('large', { extra: { rawBody: { text: 'x'.repeat(1_000_000) } } }),
	);
	await Promise.all(rest);
	expect(full()).toBe(true);
	says.stays = 'down';
	const last = arrive('stays', { until: Infinity });
	await until(() => looks.stays >= 2);
	expect(full()).toBe(true);
	says.large = 'yes';
	await until(() => !full());
	says.stays = 'yes';
	expect((await Promise.all([first, last])).flat()).toHaveLength(10);
}, 20_000);

test('a keeper that breaks leaves its room to whoever comes next', async () => {
	const { says, looks, arrive } = scene();
	says.stuck = 'down';
	const broken = arrive('stuck', {
		wanted: () => {
			throw new Error('broken');
		},
	});
	await until(() => looks.stuck === 1);
	says.next = 'down';
	expect(await arrive('next')).toEqual([]);
	says.stuck = 'yes';
	await expect(broken).rejects.toThrow('broken');
	says.last = 'down';
	const last = arrive('last');
	Object.assign(says, { next: 'yes', last: 'yes' });
	expect((await last).sort()).toEqual(['last', 'next']);
});
