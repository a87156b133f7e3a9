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
import { createEventId, intervalLength, post, runLoadTest } from './loadTest';
import type { LoadResult, Target } from './loadTest';
import { createTriggerTarget, createWebhookTarget } from './targets';

const minute = 60_000;

/** How long events are sent before anything is measured, in milliseconds. */
const warmUp = 5_000;

/** How many of the last events are delivered again. */
const redeliveredCount = 200;

interface LoadContext {
	instance: Instance;
	log: ExecutionLog;
	signal: AbortSignal;
}

/** @throws Unless each event started exactly one execution, which succeeded. */
async function verifyExecutions(
	{ workflowId, sentIds }: Target,
	log: ExecutionLog,
): Promise<string> {
	const counts = new Map(sentIds.map((id) => [id, 0]));
	let failed = 0;
	for (const { status, eventId } of await log.outcomes(workflowId)) {
		if (status === 'success') counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
		else failed += 1;
	}
	const lost = sentIds.filter((id) => counts.get(id) === 0).length;
	const repeated = [...counts.values()].filter((count) => count > 1).length;
	const unknown = counts.size - sentIds.length;
	const summary = `${lost} lost, ${repeated} executed twice`;
	assert(
		lost + repeated + failed + unknown === 0,
		`of ${sentIds.length} events: ${summary}, ${failed} executions failed, ${unknown} were of unknown events`,
	);
	return summary;
}

/** @returns The CPU time that a process has used, in milliseconds; NaN where there is no /proc. */
async function readCpuTime(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
	// Of the fields after the name, which may hold anything, these are the user and the system time in 1/100 s.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

const rateOf = (results: LoadResult[]): number =>
	results.reduce((sum, { events }) => sum + events, 0) /
	results.reduce((sum, { seconds }) => sum + seconds, 0);

/** @param cpuTime - That of n8n, in milliseconds. */
function describeResult(result: LoadResult, cpuTime: number, executions: string): string {
	const { events, seconds, slowestInterval, responseTimes } = result;
	const intervalSeconds = intervalLength / 1000;
	assert(slowestInterval > 0, `no event was accepted for ${intervalSeconds} seconds`);
	const p95 = Math.round(responseTimes[Math.floor(responseTimes.length * 0.95)]);
	const slowest = (slowestInterval / intervalSeconds).toFixed(0);
	return [
		`${rateOf([result]).toFixed(0)} events/s (slowest ${intervalSeconds} s: ${slowest})`,
		`${events} in ${seconds.toFixed(0)} s`,
		executions,
		`response p95 ${p95} ms`,
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
		const executions = await verifyExecutions(target, log);
		return { result, detail: describeResult(result, cpuTime, executions) };
	} catch (error) {
		throw new Error(`${(error as Error).message}\n${await server.log()}`);
	}
}

/** Delivers events again, each twice at the same time. */
async function checkRedelivery({ log, signal }: LoadContext, target: Target): Promise<string> {
	const { workflowId } = target;
	const before = (await log.outcomes(workflowId)).length;
	const ids = target.sentIds.slice(-redeliveredCount);
	for (const id of ids) {
		const body = target.createBody(id);
		const statuses = await Promise.all([post(target, body), post(target, body)]);
		const isAccepted = statuses.every((status) => status === 200);
		assert(isAccepted, `a repetition was answered ${statuses.join(' and ')}`);
	}
	// The execution of an event that comes after them shows that n8n has handled all of them.
	const lastId = createEventId(target);
	await post(target, target.createBody(lastId));
	const findLast = async () =>
		(await log.outcomes(workflowId)).find(
			({ status, eventId }) => eventId === lastId && status === 'success',
		);
	await waitUntil('execution for a new event', findLast, { signal });
	const started = (await log.outcomes(workflowId)).length - before - 1;
	const count = ids.length * 2;
	assert(started === 0, `${started} of ${count} repetitions started an execution`);
	return `${count} repetitions, 0 executions`;
}

async function runChecks(context: LoadContext, check: Check): Promise<void> {
	const { instance, log, signal } = context;
	const subject = loadSubject();
	const name = `${subject.vendor.name} Trigger`;
	const trigger = await createTriggerTarget(instance, subject);
	const webhook = await createWebhookTarget(instance, subject);
	for (const target of [trigger, webhook])
		await runLoadTest(target, { log, duration: warmUp, signal });
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
