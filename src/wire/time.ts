import { WireError } from "./descriptor.js";

const NANOS = 1_000_000_000n;
const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;
const MAX_INT64 = (1n << 63n) - 1n;

/** Nanoseconds of 0001-01-01T00:00:00Z, the zero Timestamp of fields that are always written. */
export const ZERO_TIME = MIN_SECONDS * NANOS;

/** Nanoseconds since the Unix epoch. Throws WireError outside the years 1 to 9999 or for nanos outside [0, 10^9). */
export function timestampOf(seconds: bigint, nanos: number): bigint {
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS)
    throw new WireError("timestamp outside the years 1 to 9999");
  if (nanos < 0 || nanos >= 1_000_000_000) throw new WireError("timestamp nanos out of range");
  return seconds * NANOS + BigInt(nanos);
}

/** Nanoseconds. Throws WireError when the signs differ, for nanos of a second or more, or beyond int64. */
export function durationOf(seconds: bigint, nanos: number): bigint {
  if (nanos <= -1_000_000_000 || nanos >= 1_000_000_000)
    throw new WireError("duration nanos out of range");
  if ((seconds < 0n && nanos > 0) || (seconds > 0n && nanos < 0))
    throw new WireError("duration of two signs");
  const total = seconds * NANOS + BigInt(nanos);
  if (total > MAX_INT64 || total < -MAX_INT64 - 1n) throw new WireError("duration beyond 64 bits");
  return total;
}

/** Seconds and nanos of a time: nanos are never negative. */
export function splitTime(time: bigint): readonly [seconds: bigint, nanos: number] {
  const rest = ((time % NANOS) + NANOS) % NANOS;
  return [(time - rest) / NANOS, Number(rest)];
}

/** Seconds and nanos of a duration: both carry its sign. */
export function splitDuration(duration: bigint): readonly [seconds: bigint, nanos: number] {
  return [duration / NANOS, Number(duration % NANOS)];
}
