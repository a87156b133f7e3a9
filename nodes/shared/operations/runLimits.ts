import type { IExecutePaginationFunctions } from 'n8n-workflow';

import { Limit } from '../util/limit';

/**
 * How many credentials a run reads at once. n8n's database pool has two or three connections, and all else in n8n needs
 * them too: with 5,000 items that read theirs at once, n8n answered 503 to its webhooks and its editor (n8n 2.41.1).
 */
const MAX_READS = 2;

/** How many requests of a run have their credential and wait for the account, so that a free slot is used at once. */
const MAX_READY = 10;

interface RunLimits {
	/** Credentials that are being read. */
	reads: Limit;
	/** Requests that have their credential, or are about to read it. */
	requests: Limit;
}

/** n8n gives the same object to all items and all tries of a run, and drops it afterwards (n8n 2.41.1). */
const runs = new WeakMap<object, RunLimits>();

function limitsOf(run: object): RunLimits {
	const limits = runs.get(run) ?? { reads: new Limit(MAX_READS), requests: new Limit(MAX_READY) };
	runs.set(run, limits);
	return limits;
}

/**
 * Sends a request of an item as soon as few others of the run are about to be sent. Each item reads its own credential,
 * whose fields may be expressions, but few do so at once, and not long before their request leaves.
 *
 * @param send gets the context whose credential is to be used
 * @returns what `send` returns
 * @throws what `send` throws
 */
export async function sendInTurn<T>(
	context: IExecutePaginationFunctions,
	send: (context: IExecutePaginationFunctions) => Promise<T>,
): Promise<T> {
	const { reads, requests } = limitsOf(context.getExecuteData());
	const getCredentials = async (type: string) => {
		const credential = await reads.run(async () => await context.getCredentials(type));
		requests.raise(MAX_READY + Number(credential.maxConcurrentRequests ?? 0));
		return credential;
	};
	const limited = Object.create(context, {
		getCredentials: { value: getCredentials },
	}) as IExecutePaginationFunctions;
	return await requests.run(async () => await send(limited));
}
