const ISO =
	/^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,3})\d*)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?\s*$/i;

/** `+07`, `+0700` and `+07:00` as JavaScript reads them. */
const offset = (zone: string) =>
	zone.toUpperCase() === 'Z'
		? 'Z'
		: `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;

/**
 * The moment of a time as a vendor writes it: ISO 8601, or unix time in seconds or milliseconds. A time without a zone
 * is taken for UTC, which is as good as any: it is compared with times of the same list alone, never with a clock here.
 *
 * @returns milliseconds since 1970; undefined where there is no time, or none that can be read
 */
export function parseTimestamp(value: unknown): number | undefined {
	const written = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	if (/^\d{9,14}$/.test(written)) return Number(written) * (written.length <= 11 ? 1000 : 1);
	const [, day, minutes = '00:00', seconds = ':00', fraction = '0', zone = 'Z'] =
		ISO.exec(written) ?? [];
	const moment = Date.parse(`${day}T${minutes}${seconds}.${fraction}${offset(zone)}`);
	return Number.isNaN(moment) ? undefined : moment;
}
