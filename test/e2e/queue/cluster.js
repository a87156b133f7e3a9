'use strict';

/** n8n in queue mode, as it is scaled: a main process, a process for webhooks and two workers, with PostgreSQL and Redis. */

const { randomBytes } = require('node:crypto');
const { cp, mkdir, mkdtemp, readFile, rm, symlink } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { N8nApi } = require('../../../scripts/n8n/api');
const { installPackage, startServer } = require('../../../scripts/n8n/server');
const { startPostgres, startRedis } = require('./servers');

/** @typedef {import('../../../scripts/n8n/server').Server} Server */

/** How many executions a worker runs at once. */
const concurrency = 5;

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
const roles =
	/** @type {Record<string, { command: string[], env?: Record<string, string>, ready?: string }>} */ ({
		main: { command: ['start'], env: { N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' } },
		webhook: { command: ['webhook'], ready: '/healthz/readiness' },
		// Started by the row that needs it.
		webhook2: { command: ['webhook'], ready: '/healthz/readiness' },
		worker1: { command: ['worker', `--concurrency=${concurrency}`], ready: '/healthz/readiness' },
		worker2: { command: ['worker', `--concurrency=${concurrency}`], ready: '/healthz/readiness' },
	});

/**
 * @typedef {object} Cluster
 * @property {N8nApi} api of the main process, with its owner logged in
 * @property {Record<string, Server>} servers by role
 * @property {import('./servers').Postgres['query']} query
 * @property {(role: string) => Promise<void>} start starts a process, or starts it again
 * @property {(role: string) => Promise<string>} log all that a process said
 * @property {() => Promise<void>} close
 */

/**
 * @param {object} options
 * @param {import('../../../scripts/n8n/fetch').Runtime} options.runtime
 * @param {string} options.tarball
 * @param {AbortSignal} options.signal
 * @returns {Promise<Cluster>}
 */
async function startCluster({ runtime, tarball, signal }) {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-queue-'));
	/** @type {Array<() => Promise<unknown>>} */
	const endings = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
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
		const home = (/** @type {string} */ role) => join(folder, role);
		/** @type {Record<string, Server>} */
		const servers = {};
		endings.push(async () => {
			await Promise.all(Object.values(servers).map((server) => server.stop()));
		});
		const start = async (/** @type {string} */ role) => {
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
		const nodes = (/** @type {string} */ role) => join(home(role), '.n8n', 'nodes');
		for (const role of ['webhook', 'webhook2', 'worker1', 'worker2'])
			await mkdir(join(home(role), '.n8n'), { recursive: true });
		await cp(nodes('main'), nodes('webhook'), { recursive: true });
		for (const role of ['webhook2', 'worker1', 'worker2'])
			await symlink(nodes('webhook'), nodes(role));

		// The main process makes the tables.
		await start('main');
		const others = await Promise.allSettled(['webhook', 'worker1', 'worker2'].map(start));
		const failed = others.find((one) => one.status === 'rejected');
		if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;
		const api = new N8nApi(servers.main.url, signal);
		await api.setUpOwner();
		const log = async (/** @type {string} */ role) =>
			await readFile(join(home(role), 'n8n.log'), 'utf8');
		return {
			api,
			servers,
			query: /** @type {import('./servers').Postgres} */ (postgres).query,
			start,
			log,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

module.exports = { startCluster, roles, concurrency };
