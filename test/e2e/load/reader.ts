/**
 * A process of its own, on the node that n8n runs on: reads what n8n ran out of n8n's own database, with n8n's driver.
 * Started with the driver's folder and the database's file; answers each message by one.
 */

import { createRequire } from 'node:module';

const [, , n8n, file] = process.argv;
const sqlite = createRequire(n8n)('sqlite3');
const database = new sqlite.Database(file, sqlite.OPEN_READONLY);

const each = (sql: string, values: any[], take: (row: any) => void): Promise<void> =>
	new Promise((resolve, reject) => {
		const onRow = (error: Error | null, row: any) => (error ? reject(error) : take(row));
		database.each(sql, values, onRow, (error: Error | null) => (error ? reject(error) : resolve()));
	});

const answers: Record<string, (workflow: string) => Promise<any>> = {
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
		const all: Array<[string, string]> = [];
		const sql =
			'SELECT e.status, d.data FROM execution_entity e JOIN execution_data d ON d.executionId = e.id WHERE e.workflowId = ?';
		await each(sql, [workflow], ({ status, data }) =>
			all.push([status, /"(event-\w+)"/.exec(data)?.[1] ?? '']),
		);
		return all;
	},
};

process.on('message', async ({ question, workflow }: { question: string; workflow: string }) => {
	process.send?.(await answers[question](workflow));
});
