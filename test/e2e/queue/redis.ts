/** Debian's Redis on loopback, with data that is thrown away. */

import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { startServerProcess } from './serverProcess';
import type { DatabaseServer } from './serverProcess';

async function respondsToPing(port: number, password: string): Promise<boolean> {
	const { execa } = await import('execa');
	const args = ['-h', '127.0.0.1', '-p', String(port), 'ping'];
	const env = { PATH: process.env.PATH, REDISCLI_AUTH: password };
	const options = { env, extendEnv: false, reject: false, timeout: 5_000 };
	return (await execa('redis-cli', args, options)).stdout === 'PONG';
}

export async function startRedis(signal: AbortSignal): Promise<DatabaseServer> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-redis-'));
	const port = await getPort({ host: '127.0.0.1' });
	const password = randomBytes(16).toString('hex');
	// The configuration comes by the standard input, where no other user sees the password.
	const settings = [
		'bind 127.0.0.1',
		`port ${port}`,
		`requirepass ${password}`,
		'save ""',
		'appendonly no',
		`dir ${folder}`,
	];
	const stop = await startServerProcess({
		name: 'Redis',
		command: ['redis-server', '-'],
		folder,
		input: `${settings.join('\n')}\n`,
		stopSignal: 'SIGTERM',
		isReady: () => respondsToPing(port, password),
		signal,
	});
	return { port, password, stop };
}
