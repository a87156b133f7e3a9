/** n8n in queue mode: a main process, webhook processes and two workers, with PostgreSQL and Redis. */

import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { N8nClient } from '../../../scripts/n8n/client';
import type { Runtime } from '../../../scripts/n8n/install';
import { installPackage, startServer } from '../../../scripts/n8n/server';
import type { Server } from '../../../scripts/n8n/server';
import type { Cleanup } from '../cleanup';
import { startPostgres } from './postgres';
import type { Postgres } from './postgres';
import { startRedis } from './redis';
import type { DatabaseServer } from './serverProcess';

/** How many executions a worker runs at once. */
export const workerConcurrency = 5;

export type Role = 'main' | 'webhook' | 'webhook2' | 'worker1' | 'worker2';

/** How a process is started, and the path that tells when it is ready. */
interface RoleOptions {
	command: string[];
	env?: Record<string, string>;
	readyPath?: string;
}

const webhookProcess = { command: ['webhook'], readyPath: '/healthz/readiness' };
const workerProcess = {
	command: ['worker', `--concurrency=${workerConcurrency}`],
	readyPath: '/healthz/readiness',
};

const roles: Record<Role, RoleOptions> = {
	main: { command: ['start'], env: { N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' } },
	webhook: webhookProcess,
	// Started by the check that needs it.
	webhook2: webhookProcess,
	worker1: workerProcess,
	worker2: workerProcess,
};

/**
 * When Redis considers a job lost whose worker does not renew its lock, in milliseconds. n8n's own values are 60, 10 and
 * 30 seconds; what happens then is the same.
 */
const stalledJobs = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

const clusterEnvironment = (
	postgres: DatabaseServer,
	redis: DatabaseServer,
): Record<string, string> => ({
	EXECUTIONS_MODE: 'queue',
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: String(postgres.port),
	DB_POSTGRESDB_DATABASE: 'postgres',
	DB_POSTGRESDB_USER: 'n8n',
	DB_POSTGRESDB_PASSWORD: postgres.password,
	// With n8n's two connections a burst of events delays its own check of the database, and it answers 503 to all.
	DB_POSTGRESDB_POOL_SIZE: '10',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(redis.port),
	QUEUE_BULL_REDIS_PASSWORD: redis.password,
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	...stalledJobs,
});

export interface ClusterOptions {
	runtime: Runtime;
	tarball: string;
	signal: AbortSignal;
}

/** Starts both databases, and leaves none running when one of them fails. */
async function startDatabases(
	cleanup: Cleanup,
	signal: AbortSignal,
): Promise<[Postgres, DatabaseServer]> {
	const starts = [startPostgres(signal), startRedis(signal)] as const;
	for (const result of await Promise.allSettled(starts))
		if (result.status === 'fulfilled') cleanup.add(() => result.value.stop());
	return await Promise.all(starts);
}

export class Cluster {
	/** Of the main process, logged in as the owner. */
	client!: N8nClient;

	readonly servers: Partial<Record<Role, Server>> = {};

	private readonly encryptionKey = randomBytes(24).toString('hex');

	private constructor(
		private readonly options: ClusterOptions,
		private readonly folder: string,
		private readonly postgres: Postgres,
		private readonly redis: DatabaseServer,
	) {}

	static async create(options: ClusterOptions, cleanup: Cleanup): Promise<Cluster> {
		const folder = await cleanup.temporaryFolder('n8n-chat-platforms-queue-');
		const [postgres, redis] = await startDatabases(cleanup, options.signal);
		const cluster = new Cluster(options, folder, postgres, redis);
		cleanup.add(() => cluster.stop());
		await cluster.installPackage();
		// The main process creates the tables.
		await cluster.start('main');
		const starts = (['webhook', 'worker1', 'worker2'] as const).map((role) => cluster.start(role));
		await Promise.allSettled(starts);
		await Promise.all(starts);
		cluster.client = new N8nClient(cluster.server('main').url, options.signal);
		await cluster.client.setUpOwner();
		return cluster;
	}

	/** Starts a process, or starts it again. */
	async start(role: Role): Promise<void> {
		const { runtime, signal } = this.options;
		const { env, ...options } = roles[role];
		this.servers[role] = await startServer({
			runtime,
			userFolder: this.userFolder(role),
			...options,
			env: { ...clusterEnvironment(this.postgres, this.redis), ...env },
			encryptionKey: this.encryptionKey,
			signal,
		});
	}

	/** @throws When the process was not started. */
	server(role: Role): Server {
		const server = this.servers[role];
		if (!server) throw new Error(`n8n's process ${role} was not started`);
		return server;
	}

	async query(sql: string): Promise<string[][]> {
		return await this.postgres.query(sql);
	}

	/** The whole log of a process. */
	async readLog(role: Role): Promise<string> {
		return await readFile(join(this.userFolder(role), 'n8n.log'), 'utf8');
	}

	/** The last lines of the logs of some processes. */
	async logTails(some = Object.keys(this.servers) as Role[]): Promise<string> {
		const tails = some.map(async (role) => `${role}: ${await this.server(role).log()}`);
		return (await Promise.all(tails)).join('\n');
	}

	private userFolder(role: Role): string {
		return join(this.folder, role);
	}

	/** Covers both ways to give every process the package: a copy of its own, and a folder that several share. */
	private async installPackage(): Promise<void> {
		const { tarball, signal } = this.options;
		await mkdir(this.userFolder('main'), { recursive: true });
		await installPackage(this.userFolder('main'), tarball, signal);
		const nodes = (role: Role) => join(this.userFolder(role), '.n8n', 'nodes');
		for (const role of ['webhook', 'webhook2', 'worker1', 'worker2'] as const)
			await mkdir(join(this.userFolder(role), '.n8n'), { recursive: true });
		await cp(nodes('main'), nodes('webhook'), { recursive: true });
		for (const role of ['webhook2', 'worker1', 'worker2'] as const)
			await symlink(nodes('webhook'), nodes(role));
	}

	private async stop(): Promise<void> {
		await Promise.all(Object.values(this.servers).map((server) => server.stop()));
	}
}
