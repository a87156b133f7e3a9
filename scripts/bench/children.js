'use strict';

/** Runs a measurement in a process of its own, so that nothing before it counts. */

const { execFile } = require('node:child_process');
const { mkdtemp, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { promisify } = require('node:util');

const run = promisify(execFile);

/**
 * @param {string} node the node binary @param {string[]} args its own arguments, the script and the script's
 * @returns {Promise<any>} what the script printed last, as JSON
 */
async function measureApart(node, args) {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-chat-platforms-bench-'));
	const env = {
		PATH: process.env.PATH,
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'a key for benchmarks alone',
		N8N_LOG_LEVEL: 'silent',
	};
	try {
		const { stdout } = await run(node, args, { env, maxBuffer: 1e8, timeout: 180_000 });
		return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
	} finally {
		await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
	}
}

module.exports = { measureApart };
