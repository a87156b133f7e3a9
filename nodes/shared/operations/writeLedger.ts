/** What became of a write: its response, or the error that leaves open whether it was carried out. */
export type WriteResult<T> = { response: T } | { error: Error };

/**
 * n8n's Retry on Fail runs the whole node again, items that had succeeded too (engine). It gives every run items of its
 * own and every retry the same ones, so what stands here is forgotten with the run.
 */
const ledgers = new WeakMap<object, Map<string, WriteResult<unknown>>>();

/**
 * Remembers the writes of an item whose repetition would do harm.
 *
 * @param item the input item as n8n handed it over
 */
export function writeLedgerOf<T>(item: object): Map<string, WriteResult<T>> {
	const ledger = ledgers.get(item) ?? new Map<string, WriteResult<unknown>>();
	ledgers.set(item, ledger);
	return ledger as Map<string, WriteResult<T>>;
}
