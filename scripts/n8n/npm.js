'use strict';

/** Runs the user's npm, with the user's registry and none of this project's settings. */

const { spawn } = require('node:child_process');
const { basename } = require('node:path');
const { npmEnvironment } = require('./environment');
const { StartError } = require('./start-error');

/** npm's answers that are of use to a person are at the end of what it prints. */
const keptOutput = 20_000;

class NpmError extends StartError {
	/** @param {string} what @param {string} output */
	constructor(what, output) {
		super(`${what} failed: ${explain(output)}\n${lastLines(output, 12)}`);
		this.output = output;
	}
}

/** @param {string} text @param {number} count */
function lastLines(text, count) {
	return text
		.trimEnd()
		.split('\n')
		.slice(-count)
		.map((line) => `    ${line}`)
		.join('\n');
}

/**
 * What went wrong, in a sentence that says what to do.
 * @param {string} output what npm printed
 */
function explain(output) {
	if (/ENOSPC/.test(output)) return 'the disk is full.';
	if (/\bE40[13]\b|\b40[13] (Unauthorized|Forbidden)/.test(output)) {
		return 'the registry refused; log in to it, or see what `npm config get registry` says.';
	}
	if (isMissing(output)) return 'the registry does not have a package or a version that is needed.';
	if (/SELF_SIGNED|CERT_|UNABLE_TO_(GET|VERIFY)/.test(output)) {
		return "the registry's certificate is not trusted; npm's `cafile` setting or NODE_EXTRA_CA_CERTS can name its issuer.";
	}
	if (
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|EIDLETIMEOUT/.test(
			output,
		)
	) {
		return "npm cannot reach its registry. n8n has to be fetched once; see what `npm config get registry` says and npm's `proxy` settings.";
	}
	return 'npm says';
}

/** @param {string} output whether npm missed a package or a version */
function isMissing(output) {
	return /\b(ETARGET|E404|ENOVERSIONS)\b/.test(output);
}

/**
 * Ends a program that leads a process group, and what it has started, at once.
 * @param {number|undefined} pid undefined when it could not be started
 */
function endGroup(pid) {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}

/**
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.cwd
 * @param {string} options.node the node binary that npm runs on
 * @param {Record<string, string>} [options.extra] further environment
 * @param {AbortSignal} [options.signal] ends npm
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Promise<string>} what it wrote to its standard output
 * @throws {NpmError} when npm ends with anything but 0
 */
async function runNpm(args, { cwd, node, extra, signal, env = process.env }) {
	signal?.throwIfAborted();
	const cli = env.npm_execpath;
	const [command, first] = cli && basename(cli) === 'npm-cli.js' ? [node, [cli]] : ['npm', []];
	const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];
	const child = spawn(command, [...first, ...args, ...quiet], {
		cwd,
		env: npmEnvironment(env, node, extra),
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	// npm finishes its work before it heeds SIGTERM; what it was to install is thrown away as a whole.
	const end = () => endGroup(child.pid);
	signal?.addEventListener('abort', end, { once: true });
	let output = '';
	let answer = '';
	child.stderr
		.setEncoding('utf8')
		.on('data', (text) => (output = (output + text).slice(-keptOutput)));
	child.stdout.setEncoding('utf8').on('data', (text) => (answer += text));
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	}).finally(() => signal?.removeEventListener('abort', end));
	signal?.throwIfAborted();
	if (code !== 0) throw new NpmError(`npm ${args[0]}`, output || answer);
	return answer;
}

module.exports = { runNpm, NpmError, endGroup, explain, isMissing, lastLines };
