/**
 * Events held for two minutes by one n8n, which runs and keeps every execution as it does when nothing is set; n8n's own Webhook
 * node stands beside the trigger, a minute before it and a minute after it, with the same events and the same node behind it.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { N8nApi } from '../../../scripts/n8n/api';
import { provideN8n } from '../../../scripts/n8n/fetch';
import { installPackage, startServer } from '../../../scripts/n8n/server';
import { openLedger } from './ledger';
import { bodyOf, holdLoad, post } from './send';
import type { Target, Round } from './send';
import type { Ledger } from './ledger';
import type { Ground, Check } from '../suite';

const minute = 60_000;

/** How many of the last events are delivered once more. */
const repeated = 200;

/** @returns the ID of a workflow that is active */
async function activate(api: N8nApi, trigger: any): Promise<string> {
	const next = {
		id: 'next',
		name: 'Next',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [220, 0],
		parameters: {},
	};
	const nodes = [{ id: 'trigger', name: 'Trigger', position: [0, 0], ...trigger }, next];
	const connections = { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } };
	const workflow = (await api.createWorkflow({
		name: trigger.type,
		nodes,
		connections,
		settings: { executionOrder: 'v1' },
	})) as any;
	await api.request('POST', `/workflows/${workflow.id}/activate`, {
		versionId: workflow.versionId,
	});
	return workflow.id;
}

/** @param signal waits until n8n knows it; nobody passes without the secret */
async function known(url: string, signal: AbortSignal) {
	const deadline = Date.now() + minute;
	while ((await post({ url, headers: {} }, '{}')) === 404) {
		if (Date.now() > deadline) throw new Error(`no webhook within ${minute / 1000} s`);
		await delay(50, undefined, { signal });
	}
}

async function selarti(api: N8nApi, signal: AbortSignal): Promise<Target> {
	const token = randomBytes(24).toString('hex');
	const credential = await api.createCredential({
		name: 'Selarti webhook',
		type: 'selartiWebhookApi',
		data: { token },
	});
	const webhookId = randomUUID();
	const workflow = await activate(api, {
		type: 'n8n-nodes-chat-platforms.selartiTrigger',
		typeVersion: 1,
		webhookId,
		parameters: { triggerOn: ['all_messages'], authentication: ['token'] },
		credentials: { selartiWebhookApi: credential },
	});
	const url = `${api.url}/webhook/${webhookId}/webhook`;
	await known(url, signal);
	return { key: 'selarti', url: `${url}?token=${token}`, headers: {}, workflow, sent: [] };
}

async function webhook(api: N8nApi, signal: AbortSignal): Promise<Target> {
	const value = randomBytes(24).toString('hex');
	const credential = await api.createCredential({
		name: 'Header',
		type: 'httpHeaderAuth',
		data: { name: 'x-secret', value },
	});
	const path = randomUUID();
	const workflow = await activate(api, {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		webhookId: path,
		parameters: {
			httpMethod: 'POST',
			path,
			authentication: 'headerAuth',
			responseMode: 'onReceived',
			options: {},
		},
		credentials: { httpHeaderAuth: credential },
	});
	const url = `${api.url}/webhook/${path}`;
	await known(url, signal);
	return { key: 'webhook', url, headers: { 'x-secret': value }, workflow, sent: [] };
}

/** @throws unless each event started one execution that went well */
async function audit({ workflow, sent }: Target, ledger: Ledger): Promise<string> {
	const times: Map<string, number> = new Map(sent.map((id) => [id, 0]));
	let failed = 0;
	for (const [status, id] of await ledger.all(workflow)) {
		if (status === 'success') times.set(id, (times.get(id) ?? 0) + 1);
		else failed += 1;
	}
	const lost = sent.filter((id) => times.get(id) === 0).length;
	const twice = [...times.values()].filter((count) => count > 1).length;
	const words = `${lost} lost, ${twice} twice`;
	if (lost + twice + failed > 0 || times.size !== sent.length) {
		throw new Error(
			`of ${sent.length} events: ${words}, ${failed} executions failed, ${times.size - sent.length} of events that nobody sent`,
		);
	}
	return words;
}

const rateOf = (rounds: Round[]) =>
	rounds.reduce((sum, { events }) => sum + events, 0) /
	rounds.reduce((sum, { seconds }) => sum + seconds, 0);

/**
 * @returns the milliseconds of CPU that a process has had, in steps of 10; not a number where no Linux tells
 */
async function cpuOf(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
	// The fields after the name, which may hold anything; user and system time are the 14th and the 15th of all.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** @param cpu milliseconds of n8n's */
function describe(round: Round, cpu: number, words: string) {
	const p95 = Math.round(round.waits[Math.floor(round.waits.length * 0.95)]);
	if (round.slowest === 0) throw new Error('there were ten seconds without an answer');
	const each = Number.isNaN(cpu) ? '' : `, ${(cpu / round.events).toFixed(1)} ms of CPU each`;
	return `${rateOf([round]).toFixed(0)} events/s (worst 10 s: ${(round.slowest / 10).toFixed(0)}), ${round.events} in ${round.seconds.toFixed(0)} s, ${words}, answer p95 ${p95} ms${each}`;
}

/** Delivers events once more, two at a time. */
async function repeat(target: Target, ledger: Ledger) {
	const before = (await ledger.all(target.workflow)).length;
	const ids = target.sent.slice(-repeated);
	for (const id of ids) {
		const statuses = await Promise.all([post(target, bodyOf(id)), post(target, bodyOf(id))]);
		if (statuses.some((status) => status !== 200))
			throw new Error(`a repetition was answered ${statuses.join(' and ')}`);
	}
	// What comes after them is the sign that n8n is through with them.
	const last = `event-selarti${target.sent.length}`;
	target.sent.push(last);
	await post(target, bodyOf(last));
	const deadline = Date.now() + minute;
	while (
		!(await ledger.all(target.workflow)).some(([status, id]) => id === last && status === 'success')
	) {
		if (Date.now() > deadline)
			throw new Error(`no execution for a new event within ${minute / 1000} s`);
	}
	const started = (await ledger.all(target.workflow)).length - before - 1;
	if (started !== 0)
		throw new Error(`${started} of ${ids.length * 2} repetitions started an execution`);
	return `${ids.length * 2} repetitions, 0 executions`;
}

export const rows = 4;

/** @param {import('../suite').Ground} ground @param {import('../suite').Check} check */
export async function run(ground: Ground, check: Check) {
	const { signal, tarball } = ground;
	const runtime = await provideN8n(ground);
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-load-'));
	const endings: Array<() => Promise<unknown>> = [
		() => rm(userFolder, { recursive: true, force: true, maxRetries: 5 }),
	];
	try {
		await installPackage(userFolder, tarball, signal);
		const server = await startServer({
			runtime,
			userFolder,
			env: { EXECUTIONS_DATA_PRUNE: 'false' },
			signal,
		});
		endings.push(() => server.stop());
		const ledger = openLedger(runtime, userFolder);
		endings.push(() => ledger.close());
		const api = new N8nApi(server.url, signal);
		await api.setUpOwner();
		const [ours, theirs] = [await selarti(api, signal), await webhook(api, signal)];
		for (const target of [ours, theirs])
			await holdLoad(target, { ledger, milliseconds: 5_000, signal });

		const rounds: Round[] = [];
		const hold = async (target: Target, minutes: number) => {
			try {
				const before = await cpuOf(server.pid);
				const round = await holdLoad(target, { ledger, milliseconds: minutes * minute, signal });
				const cpu = (await cpuOf(server.pid)) - before;
				rounds.push(round);
				return describe(round, cpu, await audit(target, ledger));
			} catch (error) {
				throw new Error(`${(error as Error).message}\n${await server.log()}`);
			}
		};
		await check("n8n's Webhook node, 1 min before", async () => await hold(theirs, 1));
		await check('Selarti Trigger, 2 min', async () => await hold(ours, 2));
		await check("n8n's Webhook node, 1 min after", async () => {
			const seen = await hold(theirs, 1);
			if (rounds.length < 3) return seen;
			return `${seen}; Selarti Trigger: ${(rateOf([rounds[1]]) / rateOf([rounds[0], rounds[2]])).toFixed(2)} of its rate`;
		});
		await check(
			'Selarti Trigger, each event again, twice at once',
			async () => await repeat(ours, ledger),
		);
	} finally {
		while (endings.length > 0) await endings.pop()?.();
	}
}
