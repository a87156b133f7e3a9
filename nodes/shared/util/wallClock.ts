/**
 * How long it is until a moment that somebody else names, e.g. in a header. The clock of the machine may be set at any
 * time, so it is used for nothing else: durations are measured with `performance.now()`.
 *
 * @param time in milliseconds since 1970
 * @returns milliseconds; negative for a moment in the past
 */
export const millisecondsUntil = (time: number): number => time - Date.now();
