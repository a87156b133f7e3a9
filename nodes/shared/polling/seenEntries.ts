import { createHash } from 'crypto';

/** The characters of a digest: 48 bits, so that 20,000 entries that are told apart are mixed up once in a million runs. */
const LENGTH = 8;
/** The most entries that are remembered for having one and the same time. */
const MAX_PER_TIME = 20_000;
/** Earlier than any time a vendor can write. */
const EARLIEST_TIME = -8.64e15;

/** What a poll left behind: small, and safe to be older than it should be, for then an entry is only looked at again. */
export interface SeenEntries {
	/** Entries of this time or earlier are not news, in milliseconds since 1970; null while nothing was ever forgotten. */
	watermark: number | null;
	/** The entries since then, by their time in base 36: their digests, one after the other. */
	ids: Record<string, string>;
}

/** A short name for whatever tells an entry from others. @param parts texts and numbers */
export const shortDigest = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, LENGTH);

/** An entry's place in the order of news. */
export interface Position {
	/** Milliseconds since 1970; Infinity where the entry has no time but stands before all that have one. */
	time: number;
	/** A digest. */
	id: string;
}

/** Sorts the oldest first. Infinite times make a difference useless. */
export const byTime = (a: { time: number }, b: { time: number }) =>
	a.time < b.time ? -1 : a.time > b.time ? 1 : 0;

export const EMPTY: SeenEntries = { watermark: null, ids: {} };

const idsIn = (digests: string) =>
	Array.from({ length: digests.length / LENGTH }, (_, index) =>
		digests.slice(index * LENGTH, (index + 1) * LENGTH),
	);
const keyOf = (time: number) => (time === Infinity ? '' : time.toString(36));
const timeOf = (key: string) => (key === '' ? Infinity : parseInt(key, 36));

/** Everything a memory can be asked. */
export function querySeen({ watermark, ids: known }: SeenEntries) {
	const ids = new Set(Object.values(known).flatMap(idsIn));
	const floor = watermark ?? -Infinity;
	return {
		/** Entries of this time or earlier are not news. */
		floor,
		/** The latest time of those that are known. */
		newest: Math.max(floor, ...Object.keys(known).map(timeOf).filter(Number.isFinite)),
		/** Whether nothing was ever forgotten, so that whatever is not known is news. */
		isComplete: watermark === null,
		/** Whether an entry with this digest was seen. */
		hasId: (id: string) => ids.has(id),
		/** Whether an entry is no news. */
		isSeen: ({ time, id }: Position) => time <= floor || ids.has(id),
	};
}

/**
 * Adds entries, and forgets the oldest beyond a number. Entries of one time are kept or forgotten together: of two of the
 * same second, the other may come later.
 *
 * @param keep how many to remember, apart from those of the same time as the last of them
 */
export function addSeen(
	memory: SeenEntries,
	places: readonly Position[],
	keep: number,
): SeenEntries {
	const byTime = new Map(
		Object.entries(memory.ids).map(([key, digests]) => [timeOf(key), new Set(idsIn(digests))]),
	);
	for (const { time, id } of places) {
		if (time <= (memory.watermark ?? -Infinity)) continue;
		byTime.set(time, (byTime.get(time) ?? new Set()).add(id));
	}
	let { watermark } = memory;
	let kept = 0;
	const known: SeenEntries['ids'] = {};
	for (const [time, ids] of [...byTime].sort(([a], [b]) => b - a)) {
		if (time === Infinity) {
			// Nothing tells how old these are, so the ones that came first go first.
			if (ids.size > keep) watermark ??= EARLIEST_TIME;
			known[keyOf(time)] = [...ids].slice(-keep).join('');
		} else if (kept < keep && ids.size <= MAX_PER_TIME) {
			kept += ids.size;
			known[keyOf(time)] = [...ids].join('');
		} else {
			watermark = time;
			break;
		}
	}
	return { watermark, ids: known };
}

/** Makes everything up to a time old news. @param time from a list's end; -Infinity where nothing there has a time */
export const advanceWatermark = (memory: SeenEntries, time: number): SeenEntries => {
	const watermark = Math.max(memory.watermark ?? EARLIEST_TIME, time);
	return {
		watermark,
		ids: Object.fromEntries(Object.entries(memory.ids).filter(([key]) => timeOf(key) > watermark)),
	};
};

/** A memory as one short text. */
export const serialize = ({ watermark, ids }: SeenEntries): string =>
	[watermark === null ? '' : keyOf(watermark), ...Object.entries(ids).flat()].join(' ');

/** The memory in such a text. */
export function parse(text: string): SeenEntries {
	const [below, ...parts] = text.split(' ');
	const ids = Object.fromEntries(
		parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1]]] : [])),
	);
	return { watermark: below === '' ? null : timeOf(below), ids };
}
