import { WireError } from "../../wire/descriptor.js";
import { rfc3339 } from "../../wire/rfc3339.js";
import { parseTimestamp, timestampText } from "../../wire/time.js";

/**
 * Fraction digits of a printed time (D-GEN-07): `proto` prints 0, 3, 6 or 9, `millis` 3, 6 or 9 (the
 * specification's REST family), `trimmed` as many as are not zero (CometBFT's RPC and events).
 */
export type TimeStyle = "proto" | "millis" | "trimmed";

/** RFC 3339 in UTC with `Z`. `time` is nanoseconds since the Unix epoch, years 1 to 9999. */
export function formatTime(time: bigint, style: TimeStyle): string {
  if (style === "trimmed") return trimmed(time);
  const text = timestampText(time);
  if (style === "millis") return text.includes(".") ? text : text.replace("Z", ".000Z");
  return text;
}

let last = { time: 0n, text: rfc3339(0n) };

/** Most events of a block tell its time. */
function trimmed(time: bigint): string {
  if (last.time !== time) last = { time, text: rfc3339(time) };
  return last.text;
}

/** Reads RFC 3339 with any offset and up to nine fraction digits; undefined when it is none. */
export function parseTime(text: string): bigint | undefined {
  try {
    return parseTimestamp(text);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
