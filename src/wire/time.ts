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

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
const DURATION = /^(-?)(0|[1-9]\d{0,18})(?:\.(\d{1,9}))?s$/;

/** RFC 3339 in UTC with `Z` and 0, 3, 6 or 9 fraction digits, as proto3 JSON prints a Timestamp. */
export function timestampText(time: bigint): string {
  const [seconds, nanos] = wholeSeconds(time);
  const day = Math.floor(seconds / 86_400);
  const rest = seconds - day * 86_400;
  const [hours, minutes] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60];
  const clock = `${TWO[hours]}:${TWO[minutes]}:${TWO[rest % 60]}`;
  return `${dateText(day)}T${clock}${fractionText(nanos)}Z`;
}

/** Two digits of each number below 60. */
const TWO: readonly string[] = Array.from({ length: 60 }, (_, n) => pad(n, 2));

/** {@link splitTime} in numbers: a quotient of bigints costs more than all the rest of a printed time. */
function wholeSeconds(time: bigint): readonly [seconds: number, nanos: number] {
  const near = Math.floor(Number(time) / 1e9);
  // A time has more digits than a number: the quotient may be off by one.
  const rest = Number(time - BigInt(near) * NANOS);
  if (rest < 0) return [near - 1, rest + 1e9];
  return rest < 1e9 ? [near, rest] : [near + 1, rest - 1e9];
}

/** Reads RFC 3339 with any offset. Throws WireError for other texts and outside the years 1 to 9999. */
export function parseTimestamp(text: string): bigint {
  const match = RFC3339.exec(text);
  if (match === null) throw new WireError("timestamp is not RFC 3339");
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    throw new WireError("no such day");
  if (hour > 23 || minute > 59 || second > 59) throw new WireError("no such time of day");
  const days = daysBefore(year, month) + day - 1;
  const seconds =
    days * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds(match[8] ?? "Z");
  return timestampOf(BigInt(seconds), nanosOf(match[7]));
}

/** `86400s`, with 0, 3, 6 or 9 fraction digits. */
export function durationText(duration: bigint): string {
  const [seconds, nanos] = splitDuration(duration < 0n ? -duration : duration);
  return `${duration < 0n ? "-" : ""}${seconds}${fractionText(nanos)}s`;
}

/** Reads `86400s`, `-1.5s`. Throws WireError for other texts and beyond 64 bits of nanoseconds. */
export function parseDuration(text: string): bigint {
  const match = DURATION.exec(text);
  if (match === null) throw new WireError("duration is not a number of seconds");
  const sign = match[1] === "-" ? -1 : 1;
  return durationOf(BigInt(match[2] ?? "0") * BigInt(sign), nanosOf(match[3]) * sign || 0);
}

function nanosOf(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.padEnd(9, "0"));
}

function fractionText(nanos: number): string {
  if (nanos === 0) return "";
  const digits = pad(nanos, 9);
  if (nanos % 1_000_000 === 0) return `.${digits.slice(0, 3)}`;
  return nanos % 1000 === 0 ? `.${digits.slice(0, 6)}` : `.${digits}`;
}

function offsetSeconds(zone: string): number {
  if (zone === "Z") return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(":").map(Number);
  if (hours > 23 || minutes > 59) throw new WireError("no such offset");
  return (zone.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function pad(n: number, digits: number): string {
  return n.toString().padStart(digits, "0");
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 to 1 January of a year. */
function daysBeforeYear(year: number): number {
  const y = year - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) - 719_162;
}

function daysBefore(year: number, month: number): number {
  let days = daysBeforeYear(year);
  for (let m = 1; m < month; m++) days += daysIn(year, m);
  return days;
}

/** The date that was printed last: times of one answer are often of one day. */
let lastDate: { readonly day: number; readonly text: string } | undefined;

function dateText(day: number): string {
  if (lastDate?.day !== day) lastDate = { day, text: dateOf(day) };
  return lastDate.text;
}

function dateOf(day: number): string {
  let year = 1970 + Math.floor(day / 366);
  while (daysBeforeYear(year + 1) <= day) year++;
  while (daysBeforeYear(year) > day) year--;
  let rest = day - daysBeforeYear(year);
  let month = 1;
  while (rest >= daysIn(year, month)) rest -= daysIn(year, month++);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(rest + 1, 2)}`;
}
