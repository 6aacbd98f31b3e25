/** Times are bigint nanoseconds since the Unix epoch. */

const NANOS_PER_MS = 1_000_000n;

/** `now` of this machine in whole milliseconds. */
export function clock(): bigint {
  return BigInt(Date.now()) * NANOS_PER_MS;
}

/** Adds milliseconds. */
export function plusMs(time: bigint, ms: number): bigint {
  return time + BigInt(ms) * NANOS_PER_MS;
}

/** The next whole millisecond at or after `time`. */
export function ceilMs(time: bigint): bigint {
  const rest = ((time % NANOS_PER_MS) + NANOS_PER_MS) % NANOS_PER_MS;
  return rest === 0n ? time : time + NANOS_PER_MS - rest;
}

const RFC3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

/** Reads RFC 3339 with up to nine fractional digits; undefined when the text is no such time. */
export function parseRfc3339(text: string): bigint | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [, day = "", hour = "", fraction = "", zone = ""] = match;
  const ms = Date.parse(`${day}T${hour}${zone.toUpperCase()}`);
  if (Number.isNaN(ms)) return undefined;
  return BigInt(ms) * NANOS_PER_MS + BigInt(fraction.padEnd(9, "0"));
}
