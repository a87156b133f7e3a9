/**
 * PostgreSQL and Redis from Debian, on loopback and in folders of their own that are thrown away.
 */

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endGroup, lastLines } from '../../../scripts/n8n/npm';
import type { AddressInfo } from 'node:net';

const run = promisify(execFile);

/** How long a server may take to come up, and to end. Milliseconds. */
const patience = { start: 60_000, end: 15_000 };

export interface Running {
	port: number;
	password: string;
	/** ends it and removes its folder */
	stop: () => Promise<void>;
}

/** `query` gives rows of texts */
export type Postgres = Running & { query: (sql: string) => Promise<string[][]> };

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** @returns where a program of PostgreSQL is: Debian keeps most of them out of PATH */
async function postgresProgram(name: string): Promise<string> {
	const root = '/usr/lib/postgresql';
	const versions = (await readdir(root).catch(() => [])).sort(
		(one, other) => Number(other) - Number(one),
	);
	const places = [
		...versions.map((version) => join(root, version, 'bin')),
		'/usr/local/bin',
		'/usr/bin',
	];
	for (const place of places) {
		const found = await access(join(place, name)).then(
			() => true,
			() => false,
		);
		if (found) return join(place, name);
	}
	throw new Error(`There is no ${name}: install Debian's postgresql.`);
}

/**
 * PostgreSQL refuses to run as root.
 *
 * @returns who it runs as, nobody else where this is not root
 */
async function whoRuns(): Promise<{ uid: number; gid: number } | {}> {
	if (process.getuid?.() !== 0) return {};
	const number = async (option: string) => Number((await run('id', [option, 'postgres'])).stdout);
	return { uid: await number('-u'), gid: await number('-g') };
}

/** @param options   `end`: the signal by which it ends in good order */
async function start(
	name: string,
	command: string,
	args: string[],
	{
		folder,
		who = {},
		input = '',
		end,
		isUp,
		signal,
	}: {
		folder: string;
		who?: object;
		input?: string;
		end: NodeJS.Signals;
		isUp: () => Promise<boolean>;
		signal: AbortSignal;
	},
) {
	// A process group of its own: Ctrl-C reaches this program alone.
	const child = spawn(command, args, {
		cwd: folder,
		detached: true,
		stdio: ['pipe', 'pipe', 'pipe'],
		env: { PATH: process.env.PATH, LC_ALL: 'C' },
		...who,
	});
	let log = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text) => (log = (log + text).slice(-10_000)));
	child.stdin.on('error', () => {});
	child.stdin.end(input);
	const ended: Promise<string> = new Promise((resolve) => {
		child.once('error', (error) => resolve(error.message));
		child.once('exit', (code, how) => resolve(how ?? `exit code ${code}`));
	});
	const stop = async () => {
		if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
			child.kill(end);
			if ((await Promise.race([ended, delay(patience.end, 'late', { ref: false })])) === 'late')
				endGroup(child.pid);
			await ended;
		}
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		const deadline = Date.now() + patience.start;
		let died;
		void ended.then((how) => (died = how));
		while (!(await isUp())) {
			signal.throwIfAborted();
			if (died !== undefined)
				throw new Error(`${name} ended by itself (${died}):\n${lastLines(log, 15)}`);
			if (Date.now() > deadline)
				throw new Error(
					`${name} is not up after ${patience.start / 1000} s:\n${lastLines(log, 15)}`,
				);
			await delay(50);
		}
		return stop;
	} catch (error) {
		await stop();
		throw error;
	}
}

/** @returns with the superuser n8n and the database postgres */
export async function startPostgres(signal: AbortSignal): Promise<Postgres> {
	const [initdb, postgres, psql] = await Promise.all(
		['initdb', 'postgres', 'psql'].map(postgresProgram),
	);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-postgres-'));
	const password = randomBytes(16).toString('hex');
	const data = join(folder, 'data');
	try {
		const who = await whoRuns();
		await writeFile(join(folder, 'password'), password, { mode: 0o600 });
		if ('uid' in who)
			for (const path of [folder, join(folder, 'password')]) await chown(path, who.uid, who.gid);
		const options = { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' }, signal, ...who };
		await run(
			initdb,
			[
				'-D',
				data,
				'-U',
				'n8n',
				'-A',
				'scram-sha-256',
				`--pwfile=${join(folder, 'password')}`,
				'-E',
				'UTF8',
				'--no-sync',
			],
			options,
		);
		const port = await freePort();
		const query: Postgres['query'] = async (sql) => {
			const args = [
				'-h',
				'127.0.0.1',
				'-p',
				String(port),
				'-U',
				'n8n',
				'-d',
				'postgres',
				'-X',
				'-q',
				'-A',
				'-t',
				'-F',
				'\t',
				'-c',
				sql,
			];
			const { stdout } = await run(psql, args, {
				env: { PATH: process.env.PATH, PGPASSWORD: password },
				maxBuffer: 1e8,
			});
			return stdout
				.split('\n')
				.filter((line) => line !== '')
				.map((line) => line.split('\t'));
		};
		// What is in the folder is not to outlive the machine: nothing has to reach the disk.
		const settings = [
			'listen_addresses=127.0.0.1',
			`port=${port}`,
			'unix_socket_directories=',
			'fsync=off',
			'max_connections=100',
		];
		const isUp = () =>
			query('SELECT 1').then(
				() => true,
				() => false,
			);
		const stop = await start(
			'PostgreSQL',
			postgres,
			['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
			{ folder, who, end: 'SIGINT', isUp, signal },
		);
		return { port, password, query, stop };
	} catch (error) {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		throw error;
	}
}

/** @returns whether Redis answers */
async function pings(port: number, password: string): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		socket.write(`AUTH ${password}\r\nPING\r\n`);
		let said = '';
		for await (const chunk of socket) {
			said += chunk;
			if (said.includes('PONG')) return true;
			if (said.includes('-')) return false;
		}
		return false;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

export async function startRedis(signal: AbortSignal): Promise<Running> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-redis-'));
	const port = await freePort();
	const password = randomBytes(16).toString('hex');
	const input = [
		'bind 127.0.0.1',
		`port ${port}`,
		`requirepass ${password}`,
		'save ""',
		'appendonly no',
		`dir ${folder}`,
		'',
	].join('\n');
	// By its standard input, where no other user sees the password.
	const stop = await start('Redis', 'redis-server', ['-'], {
		folder,
		input,
		end: 'SIGTERM',
		isUp: () => pings(port, password),
		signal,
	});
	return { port, password, stop };
}
