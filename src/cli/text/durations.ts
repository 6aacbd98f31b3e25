import { CliError } from "../failure.js";

const UNITS: Readonly<Record<string, bigint>> = {
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};
const DURATION = /^(?:\d+(?:ms|[smhd]))+$/;

/** Reads `10s`, `1h30m`, `500ms` or `7d` as nanoseconds. Throws CliError. */
export function readDuration(text: string): bigint {
  if (!DURATION.test(text)) {
    throw new CliError(`${text} is no duration; expected a form like 10s, 1h30m, 500ms or 7d`);
  }
  return [...text.matchAll(/(\d+)(ms|[smhd])/g)].reduce(
    (sum, [, count = "0", unit = "s"]) => sum + BigInt(count) * (UNITS[unit] ?? 0n),
    0n,
  );
}

/** Reads a duration as milliseconds, at least one. Throws CliError. */
export function readMilliseconds(text: string): number {
  const ms = Number(readDuration(text) / 1_000_000n);
  if (ms < 1) throw new CliError(`${text} is too short`);
  return ms;
}
