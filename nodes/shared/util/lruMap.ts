/** A map that keeps the entries used last. */
export class LruMap<K, V> {
	private readonly entries = new Map<K, V>();

	/**
	 * @param maxSize how many entries are kept
	 * @param canEvict whether an entry may be dropped; while too few may, the map grows beyond `maxSize`
	 */
	constructor(
		private readonly maxSize: number,
		private readonly canEvict: (value: V) => boolean = () => true,
	) {}

	/** The value of a key, which counts as used. */
	get(key: K): V | undefined {
		const value = this.entries.get(key);
		if (value !== undefined) this.moveToEnd(key, value);
		return value;
	}

	/** Stores a value, and drops those that were unused for longest if there are too many. @returns the value */
	set(key: K, value: V): V {
		this.moveToEnd(key, value);
		for (const [other, otherValue] of this.entries) {
			if (this.entries.size <= this.maxSize) break;
			if (other !== key && this.canEvict(otherValue)) this.entries.delete(other);
		}
		return value;
	}

	/** A Map iterates in the order of insertion, so the first key is the one unused for longest. */
	private moveToEnd(key: K, value: V): void {
		this.entries.delete(key);
		this.entries.set(key, value);
	}
}
