/** What the logs of n8n's processes say about executions. */

const patterns = {
	enqueued: /Enqueued execution (\d+)/g,
	started: /Worker started execution (\d+)/g,
	finished: /Worker finished execution (\d+)/g,
};

/** Returns the IDs of the executions that a log mentions. */
export const loggedIds = (log: string, event: keyof typeof patterns): Set<string> =>
	new Set([...log.matchAll(patterns[event])].map(([, id]) => id));

/** Returns the IDs of the executions that a worker has started and not finished. */
export function runningIds(log: string): string[] {
	const finished = loggedIds(log, 'finished');
	return [...loggedIds(log, 'started')].filter((id) => !finished.has(id));
}
