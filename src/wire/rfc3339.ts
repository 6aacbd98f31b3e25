import { timestampText } from "./time.js";

/** RFC 3339 in UTC with `Z`, trailing zeros of the nanoseconds removed, no fraction when there is none. */
export function rfc3339(time: bigint): string {
  const text = timestampText(time);
  return text.includes(".") ? `${text.slice(0, -1).replace(/0+$/, "")}Z` : text;
}
