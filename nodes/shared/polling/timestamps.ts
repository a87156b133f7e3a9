const ISO_8601 =
	/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,3})\d{0,9})? ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
/** No time is longer, in characters. */
const MAX_LENGTH = 60;

/** `+07`, `+0700` and `+07:00` as JavaScript reads them. */
const toOffset = (zone: string) =>
	zone.toUpperCase() === 'Z'
		? 'Z'
		: `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;

/**
 * Parses a time as vendors write it: ISO 8601, or Unix time in seconds or milliseconds. A time without a zone is taken for
 * UTC, which is as good as any: it is compared with times of the same list only, never with the clock of this machine.
 *
 * @returns milliseconds since 1970; undefined where there is no time, or none that can be parsed
 */
export function parseTimestamp(value: unknown): number | undefined {
	const given = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	const text = given.length <= MAX_LENGTH ? given.trim().replace(/\s+/g, ' ') : '';
	if (/^\d{9,14}$/.test(text)) return Number(text) * (text.length <= 11 ? 1000 : 1);
	const [, day, minutes = '00:00', seconds = ':00', fraction = '0', zone = 'Z'] =
		ISO_8601.exec(text) ?? [];
	const time = Date.parse(`${day}T${minutes}${seconds}.${fraction}${toOffset(zone)}`);
	return Number.isNaN(time) ? undefined : time;
}
