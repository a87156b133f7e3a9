/** Runs the user's npm, with the user's registry and none of this project's settings. */

import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { npmEnvironment } from './environment';
import { UserError } from './userError';

export const projectFolder = resolve(__dirname, '..', '..');

export class NpmError extends UserError {
	constructor(
		command: string,
		readonly output: string,
	) {
		super(`${command} failed: ${explainNpmError(output)}\n${lastLines(output, 12)}`);
	}
}

/** The last lines of a text, indented. */
export const lastLines = (text: string, count: number): string =>
	text.trimEnd().split('\n').slice(-count).join('\n').replace(/^/gm, '    ');

const explanations: Array<[RegExp, string]> = [
	[/ENOSPC/, 'the disk is full.'],
	[
		/\bEINTEGRITY\b/,
		"the registry, or npm's cache, has something else than the lock file names. `npm cache verify` mends the cache.",
	],
	[
		/\bE40[13]\b|\b40[13] (Unauthorized|Forbidden)/,
		'the registry refused; log in to it, or see what `npm config get registry` says.',
	],
	[
		/\b(ETARGET|E404|ENOVERSIONS)\b/,
		'the registry does not have a package or a version that is needed.',
	],
	[
		/SELF_SIGNED|CERT_|UNABLE_TO_(GET|VERIFY)/,
		"the registry's certificate is not trusted; npm's `cafile` setting or NODE_EXTRA_CA_CERTS can name its issuer.",
	],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|EIDLETIMEOUT/,
		"npm cannot reach its registry. n8n has to be fetched once; see what `npm config get registry` says and npm's `proxy` settings.",
	],
];

/** What went wrong, in a sentence that says what to do. */
export const explainNpmError = (output: string): string =>
	explanations.find(([pattern]) => pattern.test(output))?.[1] ?? 'npm says';

/** Whether the registry lacked a package or a version. */
export const isMissingVersion = (output: string): boolean =>
	explainNpmError(output).startsWith('the registry does not have');

/**
 * Ends a process that leads a process group, and its children, at once.
 *
 * @param pid - Undefined when the process could not be started.
 */
export function killProcessGroup(pid: number | undefined): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}

export interface NpmOptions {
	cwd: string;
	/** The Node.js binary that npm runs on. */
	node?: string;
	/** Further environment variables. */
	extra?: Record<string, string>;
	/** Ends npm. */
	signal?: AbortSignal;
}

/**
 * @returns What npm wrote to its standard output.
 * @throws {NpmError} When npm fails.
 */
export async function runNpm(args: string[], options: NpmOptions): Promise<string> {
	const { cwd, node = process.execPath, extra, signal } = options;
	signal?.throwIfAborted();
	// A dependency of execa cannot be required, which a static import would become.
	const { execa } = await import('execa');
	const cli = process.env.npm_execpath ?? '';
	const command = basename(cli) === 'npm-cli.js' ? [node, cli] : ['npm'];
	const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];
	const child = execa(command[0], [...command.slice(1), ...args, ...quiet], {
		cwd,
		env: npmEnvironment(process.env, node, extra),
		extendEnv: false,
		stdin: 'ignore',
		detached: true,
		reject: false,
	});
	// npm finishes its work before it heeds SIGTERM; whatever it was installing is discarded anyway.
	const kill = () => killProcessGroup(child.pid);
	signal?.addEventListener('abort', kill, { once: true });
	const { failed, stdout, stderr, originalMessage } = await child;
	signal?.removeEventListener('abort', kill);
	signal?.throwIfAborted();
	if (failed) throw new NpmError(`npm ${args[0]}`, stderr || stdout || (originalMessage ?? ''));
	return stdout;
}

/**
 * Packs this project as it would be published.
 *
 * @returns The path of the tarball.
 * @throws {UserError} When the project was not built.
 */
export async function packProject(folder: string, signal?: AbortSignal): Promise<string> {
	await access(join(projectFolder, 'dist')).catch(() => {
		throw new UserError('There is no dist folder; run `npm run build` first.');
	});
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const [{ filename }] = JSON.parse(await runNpm(args, { cwd: projectFolder, signal }));
	return join(folder, filename);
}
