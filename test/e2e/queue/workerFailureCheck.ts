/** Many events, of which each is answered at most once although a worker is killed and started again. */

import assert from 'node:assert/strict';
import { killProcessGroup } from '../../../scripts/n8n/npm';
import { formatDuration } from '../../../scripts/n8n/steps';
import { waitUntil } from '../../../scripts/n8n/waitUntil';
import { isAccepted } from './answerWorkflow';
import type { ClusterExecution, MessageEvent } from './answerWorkflow';
import { workerConcurrency } from './cluster';
import { loggedIds, runningIds } from './clusterLogs';
import type { QueueTest } from './queueTest';

/** How many events there are. */
export const eventCount = 2_000;

/** After how many answers a worker is killed. */
const answersBeforeKill = 700;

/** How long these answers may take, in milliseconds. */
const answersTimeout = 600_000;

/** Every so many-th event is sent twice at the same time. */
const repetitionInterval = 20;

/** How long the vendor takes for a response, in milliseconds. */
const latency = 20;

interface WorkerFailure {
	/** How many executions the worker had started and not finished. */
	interrupted: number;
	/** How long the worker was away, in milliseconds. */
	downtime: number;
}

/** Kills a worker while it executes something, and starts it again. */
async function killWorker(test: QueueTest): Promise<WorkerFailure> {
	const { cluster, clients } = test;
	const { signal } = cluster.client;
	const running = async () => runningIds(await cluster.readLog('worker1'));
	const before = test.answerCounts().size;
	await waitUntil(
		`answer number ${answersBeforeKill}`,
		async () => (test.answerCounts().size - before >= answersBeforeKill ? true : undefined),
		{ timeout: answersTimeout, signal },
	);
	await waitUntil(
		'execution that runs on worker 1',
		async () => ((await running()).length > 0 ? true : undefined),
		{ signal },
	);
	const worker = cluster.server('worker1');
	killProcessGroup(worker.pid);
	await worker.stop();
	const interrupted = (await running()).length;
	const stoppedAt = Date.now();
	await cluster.start('worker1');
	clients.add('worker1, started again');
	return { interrupted, downtime: Date.now() - stoppedAt };
}

interface AnswerSummary {
	once: number;
	never: number;
	repeatedly: number;
}

function summarizeAnswers(test: QueueTest, events: MessageEvent[]): AnswerSummary {
	const counts = test.answerCounts();
	const { answerTo } = test.subject.scenario;
	const answers = events.map((event) => counts.get(answerTo(event)) ?? 0);
	return {
		once: answers.filter((count) => count === 1).length,
		never: answers.filter((count) => count === 0).length,
		repeatedly: answers.filter((count) => count > 1).length,
	};
}

/** Each failed execution must have run on the killed worker, and n8n must say so. */
async function verifyFailures({ cluster }: QueueTest, failed: ClusterExecution[]): Promise<void> {
	assert(
		failed.length <= workerConcurrency,
		`more executions failed than the ${workerConcurrency} that ran on the killed worker`,
	);
	const onOtherWorker = loggedIds(await cluster.readLog('worker2'), 'started');
	for (const { id, status } of failed) {
		assert(!onOtherWorker.has(id), `execution ${id} ran on the other worker`);
		const { data } = await cluster.client.request<{ data: string }>('GET', `/executions/${id}`);
		// The worker that comes back finds what it had started in its own log; the queue finds the rest.
		const isExplained = status === 'crashed' || /failed to be processed too many times/.test(data);
		assert(isExplained, `execution ${id} says ${String(data).slice(0, 1_000)}`);
	}
}

async function verifyAnswers(
	test: QueueTest,
	events: MessageEvent[],
	executions: ClusterExecution[],
): Promise<string> {
	const { once, never, repeatedly } = summarizeAnswers(test, events);
	const failed = executions.filter(({ status }) => status !== 'success');
	const statuses = [...new Set(failed.map(({ status }) => status))].join(', ');
	const summary = `${once} answered once, ${never} never, ${repeatedly} more than once; ${failed.length} executions failed (${statuses})`;
	try {
		assert(repeatedly === 0, 'n8n 2.41.1 executes nothing of a killed worker again');
		await verifyFailures(test, failed);
		assert(never <= failed.length, 'an event was lost without a failed execution');
	} catch (error) {
		throw new Error(`${summary}: ${(error as Error).message}`);
	}
	return summary;
}

/** @param events - As many as `eventCount`. */
export async function checkWorkerFailure(test: QueueTest, events: MessageEvent[]): Promise<string> {
	const { cluster, sandbox, workflow } = test;
	const sent = events.flatMap((event, index) =>
		index % repetitionInterval === 0 ? [event, event] : [event],
	);
	sandbox.maxInFlight = 0;
	sandbox.latency = latency;
	const started = Date.now();
	const work = [workflow.deliver(sent), killWorker(test)] as const;
	// Both come to an end, so that nothing is started after the cleanup.
	await Promise.allSettled(work);
	const [statuses, { interrupted, downtime }] = await Promise.all(work);
	const executions = await workflow.waitForExecutions(eventCount);
	const duration = Date.now() - started;
	sandbox.latency = 0;
	assert(
		isAccepted(statuses, sent.length),
		`the events were answered ${JSON.stringify([...statuses])}`,
	);
	assert(
		executions.length === eventCount,
		`${executions.length} executions were started for ${eventCount} events`,
	);
	const summary = await verifyAnswers(test, events, executions);
	const restarted = loggedIds(await cluster.readLog('worker1'), 'started').size;
	const busy = statuses.get(503) ?? 0;
	return [
		summary,
		`the killed worker had started ${interrupted} of them`,
		`it was back after ${formatDuration(downtime)} and started ${restarted} in all`,
		formatDuration(duration),
		...(busy > 0 ? [`n8n was too busy for an event ${busy} times`] : []),
	].join('; ');
}
