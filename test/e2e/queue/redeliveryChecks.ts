/** Events that are delivered again, to one webhook process and to two. */

import assert from 'node:assert/strict';
import type { Check } from '../suite';
import { isAccepted } from './answerWorkflow';
import type { MessageEvent, StatusCounts } from './answerWorkflow';
import type { QueueTest } from './queueTest';

/** How many events are delivered again. */
const redeliveredCount = 100;

/** How often a new event is delivered at the same time. */
const simultaneousCount = 8;

/** Delivers new events, and waits until their executions have ended. */
async function deliverEvents(test: QueueTest): Promise<MessageEvent[]> {
	const { workflow } = test;
	const before = await workflow.executionCount();
	const events = test.createEvents(redeliveredCount);
	const statuses = await workflow.deliver(events);
	assert(
		isAccepted(statuses, events.length),
		`the events were answered ${JSON.stringify([...statuses])}`,
	);
	await workflow.waitForExecutions(before + events.length);
	return events;
}

/** @param repeated - Events that were delivered before. */
async function checkRedelivery(test: QueueTest, repeated: MessageEvent[]): Promise<string> {
	const { workflow } = test;
	const before = await workflow.executionCount();
	const [fresh] = test.createEvents(1);
	const sent = [...repeated, ...Array.from({ length: simultaneousCount }, () => fresh)];
	const statuses = await workflow.deliver(sent);
	assert(
		isAccepted(statuses, sent.length),
		`the repetitions were answered ${JSON.stringify([...statuses])}`,
	);
	await workflow.waitForExecutions(before + 1);
	await test.waitForAnswer(fresh);
	const started = (await workflow.executionCount()) - before;
	assert(
		started === 1,
		`${repeated.length} repetitions and a new event that came ${simultaneousCount} times at once started ${started} executions, not 1`,
	);
	return `${repeated.length} repetitions started nothing, a new event that came ${simultaneousCount} times at once started 1 execution`;
}

/**
 * Counts the executions that deliveries start. An event that comes after them shows that all of them were handled; its
 * execution is not counted.
 *
 * @param expected - How many executions are started at least.
 */
async function countStarted(
	test: QueueTest,
	expected: number,
	deliver: () => Promise<StatusCounts[]>,
): Promise<number> {
	const { workflow } = test;
	const before = await workflow.executionCount();
	for (const statuses of await deliver())
		assert(
			[...statuses.keys()].every((status) => [200, 503].includes(status)),
			`the events were answered ${JSON.stringify([...statuses])}`,
		);
	const [last] = test.createEvents(1);
	await workflow.deliver([last]);
	await test.waitForAnswer(last);
	await workflow.waitForExecutions(before + expected + 1);
	return (await workflow.executionCount()) - before - 1;
}

/** Each event comes to one process, then to the other, then to the first again. */
async function deliverInTurns(
	{ workflow }: QueueTest,
	events: MessageEvent[],
): Promise<StatusCounts[]> {
	const before = await workflow.executionCount();
	const statuses: StatusCounts[] = [];
	for (const [index, event] of events.entries()) {
		statuses.push(await workflow.deliver([event], 'webhook'));
		// Its execution shows that n8n has stored the state of the trigger.
		await workflow.waitForExecutions(before + index + 1);
		statuses.push(await workflow.deliver([event], 'webhook2'));
		statuses.push(await workflow.deliver([event], 'webhook'));
	}
	return statuses;
}

/** Events to two processes at the same time. */
const deliverToBoth = (
	{ workflow }: QueueTest,
	first: MessageEvent[],
	second: MessageEvent[],
): Promise<StatusCounts[]> =>
	Promise.all([workflow.deliver(first, 'webhook'), workflow.deliver(second, 'webhook2')]);

async function checkTwoProcesses(test: QueueTest): Promise<string> {
	const { cluster, workflow } = test;
	await cluster.start('webhook2');
	const alternating = test.createEvents(10);
	const first = await countStarted(test, alternating.length, () =>
		deliverInTurns(test, alternating),
	);
	assert(
		first === alternating.length,
		`${alternating.length} events that came to one process and then to the other started ${first} executions`,
	);

	const [some, others] = [test.createEvents(100), test.createEvents(100)];
	const spread = await countStarted(test, 200, () => deliverToBoth(test, some, others));
	assert(spread === 200, `200 events over two processes started ${spread} executions`);
	const repeated = await countStarted(test, 0, () => deliverToBoth(test, others, some));

	const both = test.createEvents(50);
	const simultaneous = await countStarted(test, both.length, () =>
		Promise.all(
			both.flatMap((event) => [
				workflow.deliver([event], 'webhook'),
				workflow.deliver([event], 'webhook2'),
			]),
		),
	);
	assert(
		simultaneous >= both.length && simultaneous <= 2 * both.length,
		`${both.length} events that came to both processes at the same time started ${simultaneous} executions`,
	);
	return `${alternating.length} events at one, then at the other, each alone, started ${first}; 200 spread over both and then repeated to the other started ${repeated} more; ${both.length} at both at the same time started ${simultaneous}`;
}

export const redeliveryCheckCount = 3;

export async function checkRedeliveries(test: QueueTest, check: Check): Promise<void> {
	const { cluster } = test;
	await check('redelivery', async () => await checkRedelivery(test, await deliverEvents(test)));
	await check('redelivery to a webhook process that was started again', async () => {
		const events = await deliverEvents(test);
		await cluster.server('webhook').stop();
		await cluster.start('webhook');
		return await checkRedelivery(test, events);
	});
	await check('two webhook processes', () => checkTwoProcesses(test));
}
