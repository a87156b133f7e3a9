/**
 * Events sent to one n8n for two minutes, which executes and stores everything as it does by default. n8n's own Webhook
 * node gets the same events a minute before and a minute after, with the same node behind it.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { ensureN8n } from '../../../scripts/n8n/install';
import { waitUntil } from '../../../scripts/n8n/waitUntil';
import { withCleanup } from '../cleanup';
import { withInstance } from '../instance';
import type { Instance } from '../instance';
import { loadSubject } from '../loadScenario';
import type { Check, Suite } from '../suite';
import { openExecutionLog } from './executionLog';
import type { ExecutionLog } from './executionLog';
import { createEventId, deliver, intervalLength, runLoadTest } from './loadTest';
import type { LoadResult, Target } from './loadTest';
import { verifyOutcomes } from './outcomes';
import { createTriggerTarget, createWebhookTarget } from './targets';

const minute = 60_000;

/** How long events are sent before anything is measured, in milliseconds. */
const warmUp = 5_000;

/** How many events are delivered again. */
const redeliveredCount = 200;

/** How long their executions may take, in milliseconds. */
const executionTimeout = 180_000;

interface LoadContext {
	instance: Instance;
	log: ExecutionLog;
	signal: AbortSignal;
}

/** @returns The CPU time that a process has used, in milliseconds; NaN where there is no /proc. */
async function readCpuTime(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
	// Of the fields after the name, which may hold anything, these are the user and the system time in 1/100 s.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

const rateOf = (results: LoadResult[]): number =>
	results.reduce((sum, { ids }) => sum + ids.length, 0) /
	results.reduce((sum, { seconds }) => sum + seconds, 0);

/** @param cpuTime - That of n8n, in milliseconds. */
function describeResult(result: LoadResult, cpuTime: number, executions: string): string {
	const { ids, refusals, seconds, slowestInterval, responseTimes } = result;
	const events = ids.length;
	const intervalSeconds = intervalLength / 1000;
	const p95 = Math.round(responseTimes[Math.floor(responseTimes.length * 0.95)]);
	const slowest = (slowestInterval / intervalSeconds).toFixed(0);
	return [
		`${rateOf([result]).toFixed(0)} events/s (slowest ${intervalSeconds} s: ${slowest})`,
		`${events} in ${seconds.toFixed(0)} s`,
		executions,
		`response p95 ${p95} ms`,
		...(refusals > 0 ? [`n8n was too busy ${refusals} times`] : []),
		...(Number.isNaN(cpuTime) ? [] : [`${(cpuTime / events).toFixed(1)} ms of CPU each`]),
	].join(', ');
}

/** Sends events and verifies their executions. */
async function measure(
	{ instance, log, signal }: LoadContext,
	target: Target,
	duration: number,
): Promise<{ result: LoadResult; detail: string }> {
	const { server } = instance;
	try {
		const before = await readCpuTime(server.pid);
		const result = await runLoadTest(target, { log, duration, signal });
		const cpuTime = (await readCpuTime(server.pid)) - before;
		const executions = verifyOutcomes(result.ids, await log.outcomes(target.workflowId));
		return { result, detail: describeResult(result, cpuTime, executions) };
	} catch (error) {
		throw new Error(`${(error as Error).message}\n${await server.log()}`);
	}
}

/** Waits until events have started executions that succeeded. */
async function waitForSuccess({ log, signal }: LoadContext, target: Target, ids: string[]) {
	const findAll = async () => {
		const outcomes = await log.outcomes(target.workflowId);
		const succeeded = new Set(
			outcomes.flatMap(({ status, eventId }) => (status === 'success' ? [eventId] : [])),
		);
		return ids.every((id) => succeeded.has(id)) ? outcomes : undefined;
	};
	const options = { timeout: executionTimeout, interval: 500, signal };
	return await waitUntil('executions for all events', findAll, options);
}

/** Delivers events, and then each of them again, twice at the same time. */
async function checkRedelivery(context: LoadContext, target: Target): Promise<string> {
	const { signal } = context;
	const ids = Array.from({ length: redeliveredCount }, () => createEventId(target));
	for (const id of ids) {
		const { status } = await deliver(target, id, signal);
		assert(status === 200, `an event was answered ${status}`);
	}
	await waitForSuccess(context, target, ids);
	for (const id of ids) {
		const answers = await Promise.all([deliver(target, id, signal), deliver(target, id, signal)]);
		const statuses = answers.map(({ status }) => status);
		const isAccepted = statuses.every((status) => status === 200);
		assert(isAccepted, `a repetition was answered ${statuses.join(' and ')}`);
	}
	// The execution of an event that comes after them shows that n8n has handled all of them.
	const last = createEventId(target);
	await deliver(target, last, signal);
	const outcomes = await waitForSuccess(context, target, [last]);
	const own = new Set(ids);
	const started = outcomes.filter(({ eventId }) => own.has(eventId)).length - ids.length;
	const count = ids.length * 2;
	assert(started === 0, `${started} of ${count} repetitions started an execution`);
	return `${count} repetitions of ${ids.length} events, 0 executions`;
}

async function runChecks(context: LoadContext, check: Check): Promise<void> {
	const { instance, log, signal } = context;
	const subject = loadSubject();
	const name = `${subject.vendor.name} Trigger`;
	const trigger = await createTriggerTarget(instance, subject);
	const webhook = await createWebhookTarget(instance, subject);
	for (const target of [trigger, webhook]) {
		await runLoadTest(target, { log, duration: warmUp, signal }).catch(() => {
			// Whatever is wrong shows in the row to which it belongs.
			signal.throwIfAborted();
		});
	}
	const results: LoadResult[] = [];
	const record = async (target: Target, minutes: number): Promise<string> => {
		const { result, detail } = await measure(context, target, minutes * minute);
		results.push(result);
		return detail;
	};
	await check("n8n's Webhook node, 1 min before", () => record(webhook, 1));
	await check(`${name}, 2 min`, () => record(trigger, 2));
	await check("n8n's Webhook node, 1 min after", async () => {
		const detail = await record(webhook, 1);
		if (results.length < 3) return detail;
		const ratio = rateOf([results[1]]) / rateOf([results[0], results[2]]);
		return `${detail}; ${name}: ${ratio.toFixed(2)} of its rate`;
	});
	await check(`${name}, each event again, twice at once`, () => checkRedelivery(context, trigger));
}

export const loadSuite: Suite = {
	name: 'load',
	description: "events at n8n's highest rate, beside n8n's own Webhook node",
	debianPackages: [],
	expectedChecks: 4,
	async run(context, check) {
		const { signal } = context;
		const runtime = await ensureN8n(signal);
		const work = (instance: Instance) =>
			withCleanup(async (cleanup) => {
				const log = await openExecutionLog(runtime, instance.userFolder);
				cleanup.add(() => log.close());
				await runChecks({ instance, log, signal }, check);
			});
		await withInstance(context, work, { runtime, env: { EXECUTIONS_DATA_PRUNE: 'false' } });
	},
};
