/** Debian packages that a suite needs, fetched where they are missing. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Progress } from '../../scripts/n8n/progress';

const run = promisify(execFile);

async function isInstalled(name: string): Promise<boolean> {
	const { stdout } = await run('dpkg-query', ['-W', '-f=${db:Status-Status}', name]).catch(() => ({
		stdout: '',
	}));
	return stdout === 'installed';
}

/** @throws where they can't be installed */
export async function provideDebian(
	names: string[],
	{ progress, signal }: { progress: Progress; signal: AbortSignal },
) {
	const missing: string[] = [];
	for (const name of new Set(names)) if (!(await isInstalled(name))) missing.push(name);
	if (missing.length === 0) return;
	const root = process.getuid?.() === 0;
	const apt = async (args: string[]) => {
		const command = ['apt-get', '-y', '-q', ...args];
		// Debian starts a server that it has installed; the suites start their own, on ports of their own.
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
		await run(root ? command[0] : 'sudo', root ? command.slice(1) : ['-n', ...command], {
			env,
			signal,
			maxBuffer: 1e8,
		});
	};
	await progress.step(`Installing ${missing.join(', ')} from Debian`, async () => {
		await apt(['update']);
		await apt(['install', '--no-install-recommends', ...missing]);
	});
}
