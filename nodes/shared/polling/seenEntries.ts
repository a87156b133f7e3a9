import { SHORT_DIGEST_LENGTH } from '../util/digest';
import { isObject, isTextRecord } from '../util/objects';

/** The most entries that are remembered for having one and the same time. */
const MAX_PER_TIME = 20_000;
/** Earlier than any time a vendor can write. */
const EARLIEST_TIME = -8.64e15;

/** The entries that polls have seen, in little space. Stale data is harmless: an entry is merely read again. */
export interface SeenEntries {
	/** Entries of this time or earlier are not new, in milliseconds since 1970; null while nothing was ever forgotten. */
	watermark: number | null;
	/** The entries since then, by their time in base 36: their digests, one after the other. */
	ids: Record<string, string>;
}

/** An entry's position in the order by time. */
export interface SortKey {
	/** Milliseconds since 1970; Infinity where the entry has no time but is before all that have one. */
	time: number;
	/** A short digest. */
	id: string;
}

/** Sorts the oldest first. Infinite times make a difference useless. */
export const byTime = (a: { time: number }, b: { time: number }) =>
	a.time < b.time ? -1 : a.time > b.time ? 1 : 0;

export const NO_SEEN_ENTRIES: SeenEntries = { watermark: null, ids: {} };

const idsIn = (digests: string) =>
	Array.from({ length: digests.length / SHORT_DIGEST_LENGTH }, (_, index) =>
		digests.slice(index * SHORT_DIGEST_LENGTH, (index + 1) * SHORT_DIGEST_LENGTH),
	);
const keyOf = (time: number) => (time === Infinity ? '' : time.toString(36));
const timeOf = (key: string) => (key === '' ? Infinity : parseInt(key, 36));

/** A lookup over the seen entries. */
export interface SeenQuery {
	/** Entries of this time or earlier are not new. */
	watermark: number;
	/** The latest time of those that were seen. */
	newest: number;
	/** Whether none was ever forgotten, so that every other entry is new. */
	isComplete: boolean;
	/** Whether an entry with this digest is among them. */
	hasId: (id: string) => boolean;
	/** Whether an entry is not new. */
	isSeen: (position: SortKey) => boolean;
}

/** Builds a lookup over the seen entries. */
export function querySeen({ watermark: saved, ids: idsByTime }: SeenEntries): SeenQuery {
	const ids = new Set(Object.values(idsByTime).flatMap(idsIn));
	const watermark = saved ?? -Infinity;
	return {
		watermark,
		newest: Math.max(watermark, ...Object.keys(idsByTime).map(timeOf).filter(Number.isFinite)),
		isComplete: saved === null,
		hasId: (id) => ids.has(id),
		isSeen: ({ time, id }) => time <= watermark || ids.has(id),
	};
}

/**
 * Adds entries, and forgets the oldest beyond a number. Entries of one time are kept or forgotten together: of two of the
 * same second, the other may come later.
 *
 * @param maxRemembered how many to remember, apart from those of the same time as the last of them
 */
export function addSeen(
	seen: SeenEntries,
	positions: readonly SortKey[],
	maxRemembered: number,
): SeenEntries {
	const idsByTime = new Map(
		Object.entries(seen.ids).map(([key, digests]) => [timeOf(key), new Set(idsIn(digests))]),
	);
	for (const { time, id } of positions) {
		if (time <= (seen.watermark ?? -Infinity)) continue;
		idsByTime.set(time, (idsByTime.get(time) ?? new Set()).add(id));
	}
	let { watermark } = seen;
	let keptCount = 0;
	const kept: SeenEntries['ids'] = {};
	for (const [time, ids] of [...idsByTime].sort(([a], [b]) => b - a)) {
		if (time === Infinity) {
			// The age of these is unknown, so the ones that came first are forgotten first.
			if (ids.size > maxRemembered) watermark ??= EARLIEST_TIME;
			kept[keyOf(time)] = [...ids].slice(-maxRemembered).join('');
		} else if (keptCount < maxRemembered && ids.size <= MAX_PER_TIME) {
			keptCount += ids.size;
			kept[keyOf(time)] = [...ids].join('');
		} else {
			watermark = time;
			break;
		}
	}
	return { watermark, ids: kept };
}

/** Makes everything up to a time count as seen. @param time from a list's end; -Infinity where nothing there has a time */
export const advanceWatermark = (seen: SeenEntries, time: number): SeenEntries => {
	const watermark = Math.max(seen.watermark ?? EARLIEST_TIME, time);
	return {
		watermark,
		ids: Object.fromEntries(Object.entries(seen.ids).filter(([key]) => timeOf(key) > watermark)),
	};
};

/** The entries as one short string. */
export const serializeSeen = ({ watermark, ids }: SeenEntries): string =>
	[watermark === null ? '' : keyOf(watermark), ...Object.entries(ids).flat()].join(' ');

/** The entries in a string that `serializeSeen` made. */
export function parseSeen(text: string): SeenEntries {
	const [watermark, ...parts] = text.split(' ');
	const ids = Object.fromEntries(
		parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1]]] : [])),
	);
	return { watermark: watermark === '' ? null : timeOf(watermark), ids };
}

/** Whether a value is what `addSeen` gives. */
export const isSeenEntries = (value: unknown): value is SeenEntries =>
	isObject(value) &&
	(value.watermark === null ||
		(typeof value.watermark === 'number' && Math.abs(value.watermark) <= -EARLIEST_TIME)) &&
	isTextRecord(value.ids) &&
	Object.entries(value.ids).every(
		([key, digests]) => !Number.isNaN(timeOf(key)) && digests.length % SHORT_DIGEST_LENGTH === 0,
	);
