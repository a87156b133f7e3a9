/**
 * A process on the Node.js that n8n runs on, which reads n8n's database by n8n's own driver. Its arguments are the script
 * of n8n and the file of the database; it responds to each message with one.
 */

import { createRequire } from 'node:module';
import type { ExecutionOutcome, ExecutionQuery } from './executionLog';

/** What is used of n8n's database driver. */
interface Database {
	each<Row>(
		sql: string,
		values: string[],
		onRow: (error: Error | null, row: Row) => void,
		onEnd: (error: Error | null) => void,
	): void;
}

interface Driver {
	Database: new (file: string, mode: number) => Database;
	OPEN_READONLY: number;
}

const [, , n8n, file] = process.argv;
const driver = createRequire(n8n)('sqlite3') as Driver;
const database = new driver.Database(file, driver.OPEN_READONLY);

/** Rows are converted one by one, as the data of all executions may be too much to hold. */
const select = <Row, Result>(
	sql: string,
	workflowId: string,
	convert: (row: Row) => Result,
): Promise<Result[]> =>
	new Promise((resolve, reject) => {
		const results: Result[] = [];
		database.each<Row>(
			sql,
			[workflowId],
			(error, row) => (error ? reject(error) : results.push(convert(row))),
			(error) => (error ? reject(error) : resolve(results)),
		);
	});

async function countWhere(condition: string, workflowId: string): Promise<number> {
	const sql = `SELECT count(*) AS count FROM execution_entity WHERE workflowId = ? AND ${condition}`;
	const [count] = await select(sql, workflowId, (row: { count: number }) => row.count);
	return count;
}

const finishedCount = (workflowId: string) => countWhere('stoppedAt IS NOT NULL', workflowId);
const unfinishedCount = (workflowId: string) => countWhere('stoppedAt IS NULL', workflowId);

async function outcomes(workflowId: string): Promise<ExecutionOutcome[]> {
	const sql =
		'SELECT e.status, d.data FROM execution_entity e JOIN execution_data d ON d.executionId = e.id WHERE e.workflowId = ?';
	return await select(sql, workflowId, ({ status, data }: { status: string; data: string }) => ({
		status,
		eventId: /"(event-\w+)"/.exec(data)?.[1] ?? '',
	}));
}

const queries = { finishedCount, unfinishedCount, outcomes };

process.on('message', async ({ id, kind, workflowId }: ExecutionQuery) => {
	process.send?.({ id, result: await queries[kind](workflowId) });
});
