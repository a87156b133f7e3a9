'use strict';

/**
 * A process of its own, on the node that n8n runs on: reads what n8n ran out of n8n's own database, with n8n's driver.
 * Started with the driver's folder and the database's file; answers each message by one.
 */

const { createRequire } = require('node:module');

const [, , n8n, file] = process.argv;
const sqlite = createRequire(n8n)('sqlite3');
const database = new sqlite.Database(file, sqlite.OPEN_READONLY);

/** @param {string} sql @param {any[]} values @param {(row: any) => void} take @returns {Promise<void>} */
const each = (sql, values, take) =>
	new Promise((resolve, reject) => {
		const onRow = (/** @type {Error|null} */ error, /** @type {any} */ row) =>
			error ? reject(error) : take(row);
		database.each(sql, values, onRow, (/** @type {Error|null} */ error) =>
			error ? reject(error) : resolve(),
		);
	});

/** @type {Record<string, (workflow: string) => Promise<any>>} */
const answers = {
	/** How many executions of a workflow are over. */
	async over(workflow) {
		let count = 0;
		await each(
			'SELECT count(*) AS count FROM execution_entity WHERE workflowId = ? AND stoppedAt IS NOT NULL',
			[workflow],
			(row) => (count = row.count),
		);
		return count;
	},
	/** How each execution ended, and the event that it was for. */
	async all(workflow) {
		/** @type {Array<[string, string]>} */
		const all = [];
		const sql =
			'SELECT e.status, d.data FROM execution_entity e JOIN execution_data d ON d.executionId = e.id WHERE e.workflowId = ?';
		await each(sql, [workflow], ({ status, data }) =>
			all.push([status, /"(event-\w+)"/.exec(data)?.[1] ?? '']),
		);
		return all;
	},
};

process.on(
	'message',
	async (/** @type {{ question: string, workflow: string }} */ { question, workflow }) => {
		process.send?.(await answers[question](workflow));
	},
);
