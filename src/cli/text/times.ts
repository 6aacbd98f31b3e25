import { parseTimestamp } from "../../wire/time.js";
import { CliError } from "../failure.js";
import { readDuration } from "./durations.js";

const SECOND = 1_000_000_000n;

/**
 * Reads RFC 3339, `+10s` after `now`, or whole seconds since the Unix epoch, as Cosmos SDK's commands
 * take them, as nanoseconds. Throws CliError.
 */
export async function readTime(text: string, now: () => Promise<bigint>): Promise<bigint> {
  return /^\d{1,11}$/.test(text) ? BigInt(text) * SECOND : await readMoment(text, now);
}

/** Reads RFC 3339, or `+10s` after `now`, as nanoseconds. Throws CliError. */
export async function readMoment(text: string, now: () => Promise<bigint>): Promise<bigint> {
  if (text.startsWith("+")) return (await now()) + readDuration(text.slice(1));
  try {
    return parseTimestamp(text);
  } catch {
    throw new CliError(`${text} is no time like 2030-01-01T00:00:00Z or +10s`);
  }
}

/** Reads a duration, or whole seconds as Cosmos SDK's commands take them, as nanoseconds. Throws CliError. */
export const readPeriod = (text: string): bigint =>
  /^\d{1,10}$/.test(text) ? BigInt(text) * SECOND : readDuration(text);
