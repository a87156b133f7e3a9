/** Debian's PostgreSQL on loopback, with data that is thrown away. */

import { randomBytes } from 'node:crypto';
import { access, chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { startServerProcess } from './serverProcess';
import type { DatabaseServer } from './serverProcess';

/** The superuser n8n owns the database postgres. */
export interface Postgres extends DatabaseServer {
	/** Runs a statement and returns its rows. */
	query(sql: string): Promise<string[][]>;
}

const environment = { PATH: process.env.PATH, LC_ALL: 'C' };

/** Finds a program of PostgreSQL; Debian keeps most of them out of PATH. */
async function findProgram(name: string): Promise<string> {
	const root = '/usr/lib/postgresql';
	const versions = await readdir(root).catch(() => []);
	versions.sort((one, other) => Number(other) - Number(one));
	const folders = [
		...versions.map((version) => join(root, version, 'bin')),
		'/usr/local/bin',
		'/usr/bin',
	];
	for (const folder of folders) {
		const file = join(folder, name);
		const exists = await access(file).then(
			() => true,
			() => false,
		);
		if (exists) return file;
	}
	throw new Error(`There is no ${name}: install Debian's postgresql.`);
}

/** The user that PostgreSQL runs as, which must not be root; undefined for that of this process. */
async function findUser(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const { execa } = await import('execa');
	const readId = async (option: string) => Number((await execa('id', [option, 'postgres'])).stdout);
	return { uid: await readId('-u'), gid: await readId('-g') };
}

interface PostgresOptions {
	folder: string;
	password: string;
	user: { uid: number; gid: number } | undefined;
	signal: AbortSignal;
}

/** @returns The folder of the data. */
async function createDatabase({
	folder,
	password,
	user,
	signal,
}: PostgresOptions): Promise<string> {
	const { execa } = await import('execa');
	const data = join(folder, 'data');
	const passwordFile = join(folder, 'password');
	await writeFile(passwordFile, password, { mode: 0o600 });
	if (user) for (const path of [folder, passwordFile]) await chown(path, user.uid, user.gid);
	const account = ['-U', 'n8n', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
	const args = ['-D', data, ...account, '-E', 'UTF8', '--no-sync'];
	const options = { cwd: folder, env: environment, extendEnv: false, cancelSignal: signal };
	await execa(await findProgram('initdb'), args, { ...options, ...user });
	return data;
}

function createQuery(psql: string, port: number, password: string): Postgres['query'] {
	const server = ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n', '-d', 'postgres'];
	const format = ['-X', '-q', '-A', '-t', '-F', '\t'];
	return async (sql) => {
		const { execa } = await import('execa');
		const env = { PATH: process.env.PATH, PGPASSWORD: password };
		const options = { env, extendEnv: false, lines: true } as const;
		const { stdout } = await execa(psql, [...server, ...format, '-c', sql], options);
		return stdout.filter((line) => line !== '').map((line) => line.split('\t'));
	};
}

async function startDatabase(data: string, options: PostgresOptions): Promise<Postgres> {
	const { folder, password, user, signal } = options;
	const port = await getPort({ host: '127.0.0.1' });
	const query = createQuery(await findProgram('psql'), port, password);
	const settings = [
		'listen_addresses=127.0.0.1',
		`port=${port}`,
		'unix_socket_directories=',
		// The data need not survive a crash.
		'fsync=off',
		'max_connections=100',
	];
	const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
	const stop = await startServerProcess({
		name: 'PostgreSQL',
		command: [await findProgram('postgres'), ...args],
		folder,
		user,
		stopSignal: 'SIGINT',
		isReady: () =>
			query('SELECT 1').then(
				() => true,
				() => false,
			),
		signal,
	});
	return { port, password, query, stop };
}

export async function startPostgres(signal: AbortSignal): Promise<Postgres> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-postgres-'));
	try {
		const password = randomBytes(16).toString('hex');
		const options = { folder, password, user: await findUser(), signal };
		return await startDatabase(await createDatabase(options), options);
	} catch (error) {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		throw error;
	}
}
