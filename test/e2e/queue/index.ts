/**
 * n8n in queue mode: 2,000 events from a vendor, answered by two workers of which one is killed.
 */

import { randomBytes } from 'node:crypto';
import { provideN8n } from '../../../scripts/n8n/fetch';
import { endGroup } from '../../../scripts/n8n/npm';
import { seconds } from '../../../scripts/n8n/progress';
import { expect, until } from '../../../scripts/n8n/webhook-rows';
import { known, selarti } from '../../support/sandbox/selarti';
import { startSandbox } from '../../support/sandbox/server';
import { concurrency, startCluster } from './cluster';
import { activate, answers, answerTo, deliver, eventOf, executionsOf, settled } from './events';
import type { Suite } from '../suite';

/**
 * How many events there are, after how many answers a worker is killed, and how many events are sent again afterwards.
 */
const events = 2_000;
const killAfter = 700;
const again = 100;
/** Every so many-th event comes twice in the same moment. */
const twice = 20;
/** Requests at Once of the account. */
const cap = 2;
/** How long the vendor takes for an answer. Milliseconds. */
const latency = 20;

/** The executions that a process speaks of in its log. */
const spokenOf = (log: string, words: RegExp) =>
	new Set([...log.matchAll(words)].map(([, id]) => id));
const enqueued = /Enqueued execution (\d+)/g;
const begun = /Worker started execution (\d+)/g;
const finished = /Worker finished execution (\d+)/g;

/** The executions that a worker has begun and not ended. */
function running(log: string) {
	const over = spokenOf(log, finished);
	return [...spokenOf(log, begun)].filter((id) => !over.has(id));
}

/** Whether all events were taken, some perhaps at a later try. */
const onlyBusy = (statuses: Map<number, number>, count: number) =>
	statuses.get(200) === count &&
	[...statuses.keys()].every((status) => [200, 503].includes(status));

export async function run({ tarball, signal, progress }, check) {
	const runtime = await provideN8n({ progress, signal });
	const cluster = await progress.step('Starting PostgreSQL, Redis and four processes of n8n', () =>
		startCluster({ runtime, tarball, signal }),
	);
	const sandbox = await startSandbox(selarti);
	try {
		const { api, log, servers } = cluster;
		const token = randomBytes(24).toString('hex');
		const data = {
			baseUrl: sandbox.url,
			advancedBaseUrl: sandbox.url,
			apiKey: known.key,
			requestsAtOnce: cap,
		};
		const credentials = {
			account: await api.createCredential({ name: 'Selarti', type: 'selartiApi', data }),
			webhook: await api.createCredential({
				name: 'Selarti webhook',
				type: 'selartiWebhookApi',
				data: { token },
			}),
			token,
		};
		/** The processes that have used the account. */
		const users: Set<string> = new Set();
		const workflow = await activate(cluster, ['token'], credentials);

		await check('triggers run in the webhook process, actions on both workers', async () => {
			const verified = await activate(cluster, ['token', 'vendor'], credentials);
			await sandbox.happen('setWebhook', { url: verified.url() });
			const count = 40;
			for (let number = 0; number < count; number += 1)
				await sandbox.happen('newMessage', {
					thread: known.threads[number],
					text: `Question ${number}`,
				});
			const executions = await settled(cluster, verified.id, count);
			sandbox.state.webhooks.length = 0;
			const failed = executions.find(({ status }) => status !== 'success');
			expect(
				failed === undefined,
				`execution ${failed?.id} ended as "${failed?.status}". ${await servers.worker1.log()}\n${await servers.worker2.log()}`,
			);
			expect(
				executions.length === count && answers(sandbox).size === count,
				`${executions.length} executions and ${answers(sandbox).size} answers for ${count} events`,
			);
			const confirmed = sandbox.asked('S6').length;
			expect(confirmed >= count, `only ${confirmed} of ${count} events were read back`);
			const ids = executions.map(({ id }) => id);
			const has = async (role: string, words: RegExp) =>
				ids.filter((id) => spokenOf(one[role], words).has(id)).length;
			const one = Object.fromEntries(
				await Promise.all(Object.keys(servers).map(async (role) => [role, await log(role)])),
			);
			expect(
				(await has('webhook', enqueued)) === count,
				'the webhook process did not start all executions',
			);
			const [main, first, second] = [
				await has('main', begun),
				await has('worker1', begun),
				await has('worker2', begun),
			];
			expect(
				main === 0 && first > 0 && second > 0 && first + second === count,
				`of ${count} executions ${first} ran on worker 1, ${second} on worker 2`,
			);
			for (const user of ['webhook', 'worker1', 'worker2']) users.add(user);
			return `${count} verified events taken by the webhook process, answered by worker 1 (${first}) and worker 2 (${second})`;
		});

		const questions = Array.from({ length: events }, (_, number) => eventOf(sandbox, number));
		const flow = questions.flatMap((event, number) =>
			number % twice === 0 ? [event, event] : [event],
		);

		await check(
			`${events.toLocaleString('en')} events, a worker killed and started again`,
			async () => {
				const before = answers(sandbox).size;
				sandbox.mostInFlight = 0;
				sandbox.latency = latency;
				const started = Date.now();
				const delivered = deliver(workflow, flow);
				const killed = (async () => {
					const enough = async () => {
						signal.throwIfAborted();
						return answers(sandbox).size - before >= killAfter ? true : undefined;
					};
					await until(`answer number ${killAfter}`, enough, 600_000);
					await until('execution that runs on worker 1', async () =>
						running(await log('worker1')).length > 0 ? true : undefined,
					);
					endGroup(servers.worker1.pid);
					await servers.worker1.stop();
					const lost = running(await log('worker1')).length;
					const since = Date.now();
					await cluster.start('worker1');
					users.add('worker1, started again');
					return { lost, away: Date.now() - since };
				})();
				// Both come to their end, so that nothing is started when all has been put away.
				await Promise.allSettled([delivered, killed]);
				const [statuses, { lost: halfDone, away }] = await Promise.all([delivered, killed]);
				const executions = await settled(cluster, workflow.id, events);
				const took = Date.now() - started;
				sandbox.latency = 0;

				expect(
					onlyBusy(statuses, flow.length),
					`the events were answered ${JSON.stringify([...statuses])}`,
				);
				expect(
					executions.length === events,
					`${executions.length} executions were started for ${events} events`,
				);
				const counts = answers(sandbox);
				const told = questions.map(({ message_id }) => counts.get(answerTo(message_id)) ?? 0);
				const [never, once, more] = [0, 1, 2].map(
					(times) => told.filter((count) => (times < 2 ? count === times : count >= times)).length,
				);
				const failed = executions.filter(({ status }) => status !== 'success');
				const seen = `${once} answered once, ${never} never, ${more} more than once; ${failed.length} executions failed (${[...new Set(failed.map(({ status }) => status))].join(', ')})`;
				expect(more === 0, `${seen}: n8n 2.41.1 runs no execution of a killed worker again`);
				expect(
					failed.length <= concurrency,
					`${seen}: no more than the ${concurrency} that ran on the killed worker may fail`,
				);
				const elsewhere = spokenOf(await log('worker2'), begun);
				const strange = failed.find(({ id }) => elsewhere.has(id));
				expect(strange === undefined, `${seen}: execution ${strange?.id} ran on the other worker`);
				expect(never <= failed.length, `${seen}: an event was lost without a failed execution`);
				// The worker that comes back finds what it had begun in its own log ("crashed"); all else is found to be stalled.
				for (const { id, status } of failed) {
					const { data: kept } = await api.request('GET', `/executions/${id}`);
					const known = status === 'crashed' || /failed to be processed too many times/.test(kept);
					expect(known, `${seen}: execution ${id} says ${String(kept).slice(0, 1_000)}`);
				}
				const after = [...spokenOf(await log('worker1'), begun)].length;
				return `${seen}, all taken by the killed worker, which had begun ${halfDone}; it was back after ${seconds(away)} and began ${after} in all; ${seconds(took)}${statuses.has(503) ? `, ${statuses.get(503)} times n8n was too busy for an event` : ''}`;
			},
		);

		await check('requests in flight', async () => {
			const most = sandbox.mostInFlight;
			expect(
				most > 0 && most <= 2 * cap,
				`${most} requests at once, with ${cap} for each of two workers`,
			);
			return `at most ${most} at once, with Requests at Once ${cap} and two workers of ${concurrency} executions each`;
		});

		await check('log-ins', async () => {
			const count = sandbox.asked('S0').length;
			expect(count > 0 && count <= users.size, `${count} log-ins of ${users.size} processes`);
			return `${count} for ${sandbox.requests.length} requests, by ${users.size} processes: ${[...users].join('; ')}`;
		});

		/**
		 * @param fresh an event that nobody knows, whose answer shows that all before it was looked at
		 */
		const redeliver = async (fresh: any) => {
			const before = (await executionsOf(cluster, workflow.id)).length;
			const repeated = questions.slice(-again);
			const statuses = await deliver(workflow, [...repeated, ...Array(8).fill(fresh)]);
			expect(
				onlyBusy(statuses, repeated.length + 8),
				`the repetitions were answered ${JSON.stringify([...statuses])}`,
			);
			await settled(cluster, workflow.id, before + 1);
			await until('answer to the new event', async () =>
				answers(sandbox).get(answerTo(fresh.message_id)),
			);
			const now = (await executionsOf(cluster, workflow.id)).length;
			expect(
				now === before + 1,
				`${repeated.length} repetitions and a new event that came 8 times at once started ${now - before} executions, not 1`,
			);
			return `${repeated.length} repetitions started nothing, a new event that came 8 times at once started 1 execution`;
		};

		await check('redelivery', async () => await redeliver(eventOf(sandbox, events)));

		await check('redelivery to a webhook process that was started again', async () => {
			await servers.webhook.stop();
			await cluster.start('webhook');
			return await redeliver(eventOf(sandbox, events + 1));
		});

		await check('two webhook processes', async () => {
			await cluster.start('webhook2');
			let number = events + 2;
			const fresh = (count: number) =>
				Array.from({ length: count }, () => eventOf(sandbox, (number += 1)));
			/**
			 * How many executions something starts, beside that of the event which shows that all before it was looked at.
			 */
			const startedBy = async (least: number, work: () => Promise<Map<number, number>[]>) => {
				const before = (await executionsOf(cluster, workflow.id)).length;
				for (const statuses of await work())
					expect(
						[...statuses.keys()].every((status) => [200, 503].includes(status)),
						`the events were answered ${JSON.stringify([...statuses])}`,
					);
				const [last] = fresh(1);
				await deliver(workflow, [last]);
				await until('answer to the last event', async () =>
					answers(sandbox).get(answerTo(last.message_id)),
				);
				await settled(cluster, workflow.id, before + least + 1);
				return (await executionsOf(cluster, workflow.id)).length - before - 1;
			};
			const to = async (role: string, some: any[]) => await deliver(workflow, some, { role });

			const turns = fresh(10);
			const first = await startedBy(turns.length, async () => {
				const before = (await executionsOf(cluster, workflow.id)).length;
				const statuses: Map<number, number>[] = [];
				for (const [index, event] of turns.entries()) {
					statuses.push(await to('webhook', [event]));
					// Its execution shows that n8n has stored what the trigger remembers.
					await settled(cluster, workflow.id, before + index + 1);
					statuses.push(await to('webhook2', [event]), await to('webhook', [event]));
				}
				return statuses;
			});
			expect(
				first === turns.length,
				`${turns.length} events that came to one process and then to the other started ${first} executions`,
			);

			const [some, others] = [fresh(100), fresh(100)];
			const spread = await startedBy(
				200,
				async () => await Promise.all([to('webhook', some), to('webhook2', others)]),
			);
			expect(spread === 200, `200 events over two processes started ${spread} executions`);
			const repeated = await startedBy(
				0,
				async () => await Promise.all([to('webhook', others), to('webhook2', some)]),
			);

			const both = fresh(50);
			const atOnce = await startedBy(
				both.length,
				async () =>
					await Promise.all(
						both.flatMap((event) => [to('webhook', [event]), to('webhook2', [event])]),
					),
			);
			expect(
				atOnce >= both.length && atOnce <= 2 * both.length,
				`${both.length} events that came to both processes in the same moment started ${atOnce} executions`,
			);
			return `${turns.length} events at one, then at the other, each alone, started ${first}; 200 spread over both and then repeated to the other started ${repeated} more; ${both.length} at both in the same moment started ${atOnce}`;
		});
	} finally {
		await sandbox.close();
		await cluster.close();
	}
}

export const debian = ['postgresql', 'redis-server'];

export const rows = 7;
