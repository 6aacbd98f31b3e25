import type { Coin } from "./coins.js";
import { formatDuration } from "./formats/duration.js";
import { formatTime } from "./formats/time.js";
import type { Json } from "./query.js";

/** How the specification's REST family prints values (D-GEN-07, D-GEN-10, D-WIRE-04). */

/** An id, amount or rate: decimal text; `null` when unset. */
export const numberJson = (value: bigint | undefined): string | null =>
  value === undefined ? null : value.toString();

/** An id for which 0 means unset, as on the wire. */
export const idJson = (value: bigint | undefined): string | null =>
  value === undefined || value === 0n ? null : value.toString();

/** A time: RFC 3339 with 3, 6 or 9 fractional digits; `null` when unset. */
export const timeJson = (value: bigint | undefined): string | null =>
  value === undefined ? null : formatTime(value, "millis");

/** A duration: `"86400s"`; `null` when unset. */
export const durationJson = (value: bigint | undefined): string | null =>
  value === undefined ? null : formatDuration(value);

/** A text for which "" means unset. */
export const textJson = (value: string | undefined): string | null =>
  value === undefined || value === "" ? null : value;

/** A coin list: `[]` when unset. */
export const coinsJson = (coins: readonly Coin[]): Json =>
  coins.map(({ denom, amount }) => ({ denom, amount: amount.toString() }));

/** A share of one in basis points: minimal decimal, `"0"`, `"0.25"`, `"1"` (D-PP-06). */
export function basisPointsJson(points: bigint): string {
  if (points === 0n) return "0";
  const whole = points / 10_000n;
  const rest = (points % 10_000n).toString().padStart(4, "0").replace(/0+$/, "");
  return rest === "" ? whole.toString() : `${whole}.${rest}`;
}

/** An enum name without the wire's prefix; `null` for the unspecified value. */
export function enumJson(
  names: Readonly<Record<number, string>>,
  value: number,
  prefix: string,
): string | null {
  const name = names[value];
  if (value === 0 || name === undefined) return null;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
