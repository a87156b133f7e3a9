'use strict';

/** What n8n says that it ran, asked of its database. */

const { fork } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');

/**
 * @typedef {object} Ledger
 * @property {(workflow: string) => Promise<number>} over how many executions of a workflow are over
 * @property {(workflow: string) => Promise<Array<[string, string]>>} all the status of each, and the event that it was for
 * @property {() => Promise<void>} close
 */

/**
 * @param {import('../../../scripts/n8n/fetch').Runtime} runtime
 * @param {string} userFolder of an n8n that runs
 * @returns {Ledger}
 */
function openLedger(runtime, userFolder) {
	const file = join(userFolder, '.n8n', 'database.sqlite');
	const child = fork(join(__dirname, 'reader.js'), [runtime.n8n, file], {
		execPath: runtime.node,
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
	});
	let said = '';
	child.stderr?.setEncoding('utf8').on('data', (text) => (said += text));
	const ended = once(child, 'exit');
	const gone = ended.then(() => {
		throw new Error(`n8n's database cannot be read:\n${said}`);
	});
	// Nobody may be asking when it ends.
	gone.catch(() => {});
	let turn = Promise.resolve();
	const ask = (/** @type {string} */ question, /** @type {string} */ workflow) => {
		const answer = turn.then(async () => {
			child.send({ question, workflow });
			return (await Promise.race([once(child, 'message'), gone]))[0];
		});
		turn = answer.then(
			() => {},
			() => {},
		);
		return answer;
	};
	return {
		over: async (workflow) => await ask('over', workflow),
		all: async (workflow) => await ask('all', workflow),
		close: async () => {
			child.kill('SIGKILL');
			await ended;
		},
	};
}

module.exports = { openLedger };
