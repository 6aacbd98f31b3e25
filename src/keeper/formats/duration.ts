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
