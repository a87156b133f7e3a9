/**
 * n8n in queue mode, as it is scaled: a main process, a process for webhooks and two workers, with PostgreSQL and Redis.
 */

import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi } from '../../../scripts/n8n/api';
import { installPackage, startServer } from '../../../scripts/n8n/server';
import { startPostgres, startRedis } from './servers';
import type { Server } from '../../../scripts/n8n/server';
import type { Postgres } from './servers';
import type { Runtime } from '../../../scripts/n8n/fetch';

/** How many executions a worker runs at once. */
export const concurrency = 5;

/**
 * How soon Redis takes a job for lost whose worker does not say that it still runs. n8n's own values are 60, 10 and 30
 * seconds; what happens then is the same. Milliseconds.
 */
const stalled = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** What each process is started with, and where it says that it is up. */
export const roles = {
	main: { command: ['start'], env: { N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' } },
	webhook: { command: ['webhook'], ready: '/healthz/readiness' },
	// Started by the row that needs it.
	webhook2: { command: ['webhook'], ready: '/healthz/readiness' },
	worker1: { command: ['worker', `--concurrency=${concurrency}`], ready: '/healthz/readiness' },
	worker2: { command: ['worker', `--concurrency=${concurrency}`], ready: '/healthz/readiness' },
} as Record<string, { command: string[]; env?: Record<string, string>; ready?: string }>;

export interface Cluster {
	/** of the main process, with its owner logged in */
	api: N8nApi;
	/** by role */
	servers: Record<string, Server>;
	query: Postgres['query'];
	/** starts a process, or starts it again */
	start: (role: string) => Promise<void>;
	/** all that a process said */
	log: (role: string) => Promise<string>;
	close: () => Promise<void>;
}

export async function startCluster({
	runtime,
	tarball,
	signal,
}: {
	runtime: Runtime;
	tarball: string;
	signal: AbortSignal;
}): Promise<Cluster> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-queue-'));
	const endings: Array<() => Promise<unknown>> = [
		() => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
	];
	const close = async () => {
		while (endings.length) await endings.pop()?.();
	};
	try {
		const [postgres, redis] = await Promise.allSettled([
			startPostgres(signal),
			startRedis(signal),
		]).then((both) => {
			for (const one of both) if (one.status === 'fulfilled') endings.push(one.value.stop);
			return both.map((one) => {
				if (one.status === 'rejected') throw one.reason;
				return one.value;
			});
		});
		const env = {
			...{
				EXECUTIONS_MODE: 'queue',
				DB_TYPE: 'postgresdb',
				DB_POSTGRESDB_HOST: '127.0.0.1',
				DB_POSTGRESDB_PORT: String(postgres.port),
			},
			// With n8n's two connections, events in a rush keep its own check of the database waiting, and it answers 503 to all.
			DB_POSTGRESDB_POOL_SIZE: '10',
			...{
				DB_POSTGRESDB_DATABASE: 'postgres',
				DB_POSTGRESDB_USER: 'n8n',
				DB_POSTGRESDB_PASSWORD: postgres.password,
			},
			...{
				QUEUE_BULL_REDIS_HOST: '127.0.0.1',
				QUEUE_BULL_REDIS_PORT: String(redis.port),
				QUEUE_BULL_REDIS_PASSWORD: redis.password,
			},
			...{ QUEUE_HEALTH_CHECK_ACTIVE: 'true', N8N_WORKER_SERVER_ADDRESS: '127.0.0.1' },
			...stalled,
		};
		const encryptionKey = randomBytes(24).toString('hex');
		const home = (role: string) => join(folder, role);
		const servers: Record<string, Server> = {};
		endings.push(async () => {
			await Promise.all(Object.values(servers).map((server) => server.stop()));
		});
		const start = async (role: string) => {
			const { command, ready, env: own } = roles[role];
			servers[role] = await startServer({
				runtime,
				userFolder: home(role),
				command,
				ready,
				env: { ...env, ...own },
				encryptionKey,
				signal,
			});
		};

		await mkdir(home('main'), { recursive: true });
		await installPackage(home('main'), tarball, signal);
		// Both ways to give every process the package: a copy of its own, and one folder that several share.
		const nodes = (role: string) => join(home(role), '.n8n', 'nodes');
		for (const role of ['webhook', 'webhook2', 'worker1', 'worker2'])
			await mkdir(join(home(role), '.n8n'), { recursive: true });
		await cp(nodes('main'), nodes('webhook'), { recursive: true });
		for (const role of ['webhook2', 'worker1', 'worker2'])
			await symlink(nodes('webhook'), nodes(role));

		// The main process makes the tables.
		await start('main');
		const others = await Promise.allSettled(['webhook', 'worker1', 'worker2'].map(start));
		const failed = others.find((one) => one.status === 'rejected');
		if (failed) throw (failed as PromiseRejectedResult).reason;
		const api = new N8nApi(servers.main.url, signal);
		await api.setUpOwner();
		const log = async (role: string) => await readFile(join(home(role), 'n8n.log'), 'utf8');
		return {
			api,
			servers,
			query: (postgres as Postgres).query,
			start,
			log,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
