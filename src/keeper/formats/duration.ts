import { WireError } from "../../wire/descriptor.js";
import { durationText, parseDuration as parseText } from "../../wire/time.js";

/** `"86400s"`, with 3, 6 or 9 fraction digits where needed. `duration` is nanoseconds. */
export const formatDuration = (duration: bigint): string => durationText(duration);

/** Reads `86400s`, `-1.5s`; undefined when it is none. */
export function parseDuration(text: string): bigint | undefined {
  try {
    return parseText(text);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

const SECOND = 1_000_000_000n;

/**
 * A duration of a second or more as Go prints one, `24h0m0s`, `1m30.5s`: what events of the wire
 * contract carry. `duration` is nanoseconds.
 */
export function goDuration(duration: bigint): string {
  const seconds = duration / SECOND;
  const fraction = (duration % SECOND).toString().padStart(9, "0").replace(/0+$/, "");
  const [h, m, s] = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  const rest = `${s}${fraction === "" ? "" : `.${fraction}`}s`;
  if (h > 0n) return `${h}h${m}m${rest}`;
  return m > 0n ? `${m}m${rest}` : rest;
}
