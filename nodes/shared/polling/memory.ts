import { createHash } from 'crypto';

/** The characters of a digest: 48 bits, so that 20,000 entries that are told apart are mixed up once in a million runs. */
const LENGTH = 8;
/** The most entries that are remembered for having one and the same time. */
const MOST_OF_A_TIME = 20_000;
/** Earlier than any time a vendor can write. */
const BEGINNING = -8.64e15;

/** What a poll left behind: small, and safe to be older than it should be, for then an entry is only looked at again. */
export interface Memory {
	/** Entries of this time or earlier are not news, in milliseconds since 1970; null while nothing was ever forgotten. */
	below: number | null;
	/** The entries since then, by their time in base 36: their digests, one after the other. */
	known: Record<string, string>;
}

/** A short name for whatever tells an entry from others. @param parts texts and numbers */
export const digest = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, LENGTH);

/** An entry's place in the order of news. */
export interface Place {
	/** Milliseconds since 1970; Infinity where the entry has no time but stands before all that have one. */
	time: number;
	/** A digest. */
	id: string;
}

/** Sorts the oldest first. Infinite times make a difference useless. */
export const byTime = (a: { time: number }, b: { time: number }) =>
	a.time < b.time ? -1 : a.time > b.time ? 1 : 0;

export const nothing: Memory = { below: null, known: {} };

const idsIn = (digests: string) =>
	Array.from({ length: digests.length / LENGTH }, (_, index) =>
		digests.slice(index * LENGTH, (index + 1) * LENGTH),
	);
const keyOf = (time: number) => (time === Infinity ? '' : time.toString(36));
const timeOf = (key: string) => (key === '' ? Infinity : parseInt(key, 36));

/** Everything a memory can be asked. */
export function recall({ below, known }: Memory) {
	const ids = new Set(Object.values(known).flatMap(idsIn));
	const floor = below ?? -Infinity;
	return {
		/** Entries of this time or earlier are not news. */
		floor,
		/** The latest time of those that are known. */
		newest: Math.max(floor, ...Object.keys(known).map(timeOf).filter(Number.isFinite)),
		/** Whether nothing was ever forgotten, so that whatever is not known is news. */
		whole: below === null,
		/** Whether an entry with this digest was seen. */
		knows: (id: string) => ids.has(id),
		/** Whether an entry is no news. */
		settled: ({ time, id }: Place) => time <= floor || ids.has(id),
	};
}

/**
 * Adds entries, and forgets the oldest beyond a number. Entries of one time are kept or forgotten together: of two of the
 * same second, the other may come later.
 *
 * @param keep how many to remember, apart from those of the same time as the last of them
 */
export function remember(memory: Memory, places: readonly Place[], keep: number): Memory {
	const byTime = new Map(
		Object.entries(memory.known).map(([key, digests]) => [timeOf(key), new Set(idsIn(digests))]),
	);
	for (const { time, id } of places) {
		if (time <= (memory.below ?? -Infinity)) continue;
		byTime.set(time, (byTime.get(time) ?? new Set()).add(id));
	}
	let { below } = memory;
	let kept = 0;
	const known: Memory['known'] = {};
	for (const [time, ids] of [...byTime].sort(([a], [b]) => b - a)) {
		if (time === Infinity) {
			// Nothing tells how old these are, so the ones that came first go first.
			if (ids.size > keep) below ??= BEGINNING;
			known[keyOf(time)] = [...ids].slice(-keep).join('');
		} else if (kept < keep && ids.size <= MOST_OF_A_TIME) {
			kept += ids.size;
			known[keyOf(time)] = [...ids].join('');
		} else {
			below = time;
			break;
		}
	}
	return { below, known };
}

/** Makes everything up to a time old news. @param time from a list's end; -Infinity where nothing there has a time */
export const forgetUpTo = (memory: Memory, time: number): Memory => {
	const below = Math.max(memory.below ?? BEGINNING, time);
	return {
		below,
		known: Object.fromEntries(Object.entries(memory.known).filter(([key]) => timeOf(key) > below)),
	};
};

/** A memory as one short text. */
export const packed = ({ below, known }: Memory): string =>
	[below === null ? '' : keyOf(below), ...Object.entries(known).flat()].join(' ');

/** The memory in such a text. */
export function unpacked(text: string): Memory {
	const [below, ...parts] = text.split(' ');
	const known = Object.fromEntries(
		parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1]]] : [])),
	);
	return { below: below === '' ? null : timeOf(below), known };
}
