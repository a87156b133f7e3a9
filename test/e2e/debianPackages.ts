/** Debian packages that a suite needs. */

import { runStep } from '../../scripts/n8n/steps';

async function isInstalled(name: string): Promise<boolean> {
	// A dependency of execa cannot be required, which a static import would become.
	const { execa } = await import('execa');
	const query = ['-W', '-f=${db:Status-Status}', name];
	const { stdout } = await execa('dpkg-query', query, { reject: false });
	return stdout === 'installed';
}

async function runAptGet(args: string[], signal: AbortSignal): Promise<void> {
	const { execa } = await import('execa');
	const isRoot = process.getuid?.() === 0;
	const command = ['apt-get', '-y', '-q', ...args];
	const [file, ...rest] = isRoot ? command : ['sudo', '-n', ...command];
	// Debian starts a server once it is installed; the suites start their own on free ports.
	const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
	await execa(file, rest, { env, cancelSignal: signal });
}

/**
 * Installs the packages that are missing.
 *
 * @throws When apt-get fails.
 */
export async function installDebianPackages(
	names: readonly string[],
	signal: AbortSignal,
): Promise<void> {
	const missing: string[] = [];
	for (const name of new Set(names)) if (!(await isInstalled(name))) missing.push(name);
	if (missing.length === 0) return;
	await runStep(`Installing ${missing.join(', ')} from Debian`, async () => {
		await runAptGet(['update'], signal);
		await runAptGet(['install', '--no-install-recommends', ...missing], signal);
	});
}
