/** What n8n says that it ran, asked of its database. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Runtime } from '../../../scripts/n8n/fetch';

export interface Ledger {
	/** how many executions of a workflow are over */
	over: (workflow: string) => Promise<number>;
	/** the status of each, and the event that it was for */
	all: (workflow: string) => Promise<Array<[string, string]>>;
	close: () => Promise<void>;
}

/** @param userFolder of an n8n that runs */
export function openLedger(runtime: Runtime, userFolder: string): Ledger {
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
	const ask = (question: string, workflow: string) => {
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
