/** The form of every time in Naxon AI's document: seconds, and an offset without a colon. */

const form = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})([+-]\d{2})(\d{2})$/;
const sevenHours = 7 * 60 * 60 * 1000;

/**
 * @param time milliseconds since the epoch
 * @returns e.g. 2025-02-03T04:05:06+0700
 */
export function format(time: number): string {
	return `${new Date(time + sevenHours).toISOString().slice(0, 19)}+0700`;
}

/** @returns milliseconds since the epoch; undefined for any other form */
export function parse(text: string): number | undefined {
	const parts = form.exec(text);
	if (!parts) return undefined;
	const [, day, time, hours, minutes] = parts;
	const midnight = new Date(`${day}T00:00:00Z`);
	// JavaScript parses 30 February as 2 March.
	if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day)
		return undefined;
	const at = Date.parse(`${day}T${time}${hours}:${minutes}`);
	return Number.isNaN(at) ? undefined : at;
}
