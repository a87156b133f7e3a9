/** What became of a write: its response, or the error that leaves open whether it was carried out. */
type WriteResult<T> = { response: T } | { error: Error };

/**
 * n8n's Retry on Fail runs the whole node again, items that had succeeded too, with the same item objects (n8n 2.41.1).
 * What is recorded here is dropped together with the run.
 */
const ledgers = new WeakMap<object, Map<string, WriteResult<unknown>>>();

/**
 * The writes of an input item that must not be sent again, by a digest of the request.
 *
 * @param item the input item as n8n handed it over
 */
export function writeLedgerOf<T>(item: object): Map<string, WriteResult<T>> {
	const ledger = ledgers.get(item) ?? new Map<string, WriteResult<unknown>>();
	ledgers.set(item, ledger);
	return ledger as Map<string, WriteResult<T>>;
}
