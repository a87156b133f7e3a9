/** n8n in queue mode: events from a vendor, answered by two workers of which one is killed. */

import assert from 'node:assert/strict';
import { ensureN8n } from '../../../scripts/n8n/install';
import { runStep } from '../../../scripts/n8n/steps';
import { withCleanup } from '../cleanup';
import type { Check, Suite } from '../suite';
import { Cluster, workerConcurrency } from './cluster';
import { checkDistribution } from './distributionCheck';
import { maxConcurrentRequests, QueueTest } from './queueTest';
import { checkRedeliveries, redeliveryCheckCount } from './redeliveryChecks';
import { checkWorkerFailure, eventCount } from './workerFailureCheck';

/** The limit holds for each process. */
function checkConcurrency({ sandbox }: QueueTest): string {
	const { maxInFlight } = sandbox;
	assert(
		maxInFlight > 0 && maxInFlight <= 2 * maxConcurrentRequests,
		`${maxInFlight} requests at once, with ${maxConcurrentRequests} for each of two workers`,
	);
	return `at most ${maxInFlight} at once, with Max Concurrent Requests ${maxConcurrentRequests} and two workers of ${workerConcurrency} executions each`;
}

/** Each process logs in once. */
function checkLogins({ sandbox, subject, clients }: QueueTest): string {
	const { loginNumber } = subject.vendor;
	if (loginNumber === undefined) return `${subject.vendor.name} issues no tokens`;
	const count = sandbox.requestsTo(loginNumber).length;
	assert(count > 0 && count <= clients.size, `${count} logins of ${clients.size} processes`);
	const processes = [...clients].join('; ');
	return `${count} for ${sandbox.requests.length} requests, by ${clients.size} processes: ${processes}`;
}

async function runChecks(test: QueueTest, check: Check): Promise<void> {
	await check('triggers run in the webhook process, actions on both workers', () =>
		checkDistribution(test),
	);
	const events = test.createEvents(eventCount);
	const count = eventCount.toLocaleString('en');
	await check(`${count} events, a worker killed and started again`, () =>
		checkWorkerFailure(test, events),
	);
	await check('requests in flight', async () => checkConcurrency(test));
	await check('logins', async () => checkLogins(test));
	await checkRedeliveries(test, check);
}

export const queueSuite: Suite = {
	name: 'queue',
	description: 'n8n in queue mode with PostgreSQL and Redis',
	debianPackages: ['postgresql', 'redis-server'],
	expectedChecks: 4 + redeliveryCheckCount,
	async run({ tarball, signal }, check) {
		const runtime = await ensureN8n(signal);
		await withCleanup(async (cleanup) => {
			const cluster = await runStep('Starting PostgreSQL, Redis and four processes of n8n', () =>
				Cluster.create({ runtime, tarball, signal }, cleanup),
			);
			await runChecks(await QueueTest.create(cluster, cleanup), check);
		});
	},
};
