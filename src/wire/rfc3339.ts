import { splitTime } from "./time.js";

/** RFC 3339 in UTC with `Z`, trailing zeros of the nanoseconds removed, no fraction when there is none. */
export function rfc3339(time: bigint): string {
  const [seconds, nanos] = splitTime(time);
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const fraction = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${whole}${fraction}Z`;
}
