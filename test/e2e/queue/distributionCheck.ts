/** Triggers run in the webhook process, actions on both workers. */

import assert from 'node:assert/strict';
import { webhookState } from '../webhookState';
import { AnswerWorkflow } from './answerWorkflow';
import type { ClusterExecution } from './answerWorkflow';
import { loggedIds } from './clusterLogs';
import type { Cluster, Role } from './cluster';
import type { QueueTest } from './queueTest';

/** How many events the vendor reports. */
const eventCount = 40;

/** Counts the executions that the log of a process mentions. */
async function countLogged(
	cluster: Cluster,
	executions: ClusterExecution[],
	role: Role,
	event: 'enqueued' | 'started',
): Promise<number> {
	const logged = loggedIds(await cluster.readLog(role), event);
	return executions.filter(({ id }) => logged.has(id)).length;
}

async function verifyProcesses(cluster: Cluster, executions: ClusterExecution[]): Promise<string> {
	const count = (role: Role, event: 'enqueued' | 'started') =>
		countLogged(cluster, executions, role, event);
	assert(
		(await count('webhook', 'enqueued')) === eventCount,
		'the webhook process did not start all executions',
	);
	const main = await count('main', 'started');
	const first = await count('worker1', 'started');
	const second = await count('worker2', 'started');
	assert(
		main === 0 && first > 0 && second > 0 && first + second === eventCount,
		`of ${eventCount} executions ${first} ran on worker 1, ${second} on worker 2`,
	);
	return `worker 1 (${first}) and worker 2 (${second})`;
}

/** Lets the vendor report messages to a workflow that verifies them. */
async function reportMessages(test: QueueTest): Promise<ClusterExecution[]> {
	const { cluster, sandbox, subject, credentials } = test;
	const authentication = ['queryToken', 'apiVerification'];
	const workflow = await AnswerWorkflow.create(cluster, subject, credentials, authentication);
	await subject.scenario.trigger.register(sandbox, workflow.url());
	for (let number = 0; number < eventCount; number += 1)
		await subject.scenario.report(sandbox, number);
	const executions = await workflow.waitForExecutions(eventCount);
	webhookState(sandbox).webhooks.length = 0;
	return executions;
}

export async function checkDistribution(test: QueueTest): Promise<string> {
	const { cluster, sandbox, subject } = test;
	const executions = await reportMessages(test);
	const failed = executions.find(({ status }) => status !== 'success');
	if (failed)
		throw new Error(
			`execution ${failed.id} ended as "${failed.status}". ${await cluster.logTails(['worker1', 'worker2'])}`,
		);
	const answered = test.answerCounts().size;
	assert(
		executions.length === eventCount && answered === eventCount,
		`${executions.length} executions and ${answered} answers for ${eventCount} events`,
	);
	const verified = sandbox.requestsTo(subject.scenario.verifiedBy).length;
	assert(verified >= eventCount, `only ${verified} of ${eventCount} events were read back`);
	const workers = await verifyProcesses(cluster, executions);
	for (const role of ['webhook', 'worker1', 'worker2']) test.clients.add(role);
	return `${eventCount} verified events accepted by the webhook process, answered by ${workers}`;
}
