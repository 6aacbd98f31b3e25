import type { Random } from "../../test/store/random.js";

/** Values at which readers of parameters have broken before. */
const NASTY: readonly unknown[] = [
  ...[null, true, false, "", " ", "null", "undefined", "NaN", "__proto__", "constructor", "\u0000"],
  ...[0, -1, 1, 1.5, 1e21, 2 ** 31, 2 ** 53, -(2 ** 63), "0", "-1", "01", "+1", "1e3", "0x10"],
  ...["9223372036854775807", "9223372036854775808", "18446744073709551616", "9".repeat(400)],
  ...[
    "\ud800",
    "é".repeat(50),
    "a".repeat(9_000),
    "../../etc/passwd",
    "%00",
    "%ZZ",
    "'; --",
    "<x>",
  ],
  ...[
    '"',
    '""',
    '"a"',
    "''",
    "tm.event='Tx'",
    "tx.height>",
    "AND AND",
    "tx.height = 1 AND x EXISTS",
  ],
  ...["tm.event = 'NewBlock'", "a='".repeat(80), "tx.height CONTAINS '1'", "block.height <= 1"],
  [],
  {},
  [[[]]],
  { height: "1" },
  ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
];

/** A text or another JSON value, some of them plausible: `known` are those of this chain. */
export function anyValue(random: Random, known: readonly string[]): unknown {
  const kind = random.below(5);
  if (kind < 2 && known.length > 0) return random.pick(known);
  if (kind === 2) return Buffer.from(random.bytes(0, 40)).toString("base64");
  if (kind === 3) return String(random.below(40));
  return random.pick(NASTY);
}

/** The value as text. */
export function anyText(random: Random, known: readonly string[]): string {
  const value = anyValue(random, known);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A text in which characters were changed, doubled or left out. */
export function changedText(random: Random, text: string): string {
  const at = random.below(Math.max(1, text.length));
  const ways: readonly (() => string)[] = [
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at).repeat(2),
    () =>
      `${text.slice(0, at)}${random.pick(['"', "{", "}", "[", ",", "\\u00", "\n", "�"])}${text.slice(at)}`,
    () => "[".repeat(random.below(20_000)) + text,
  ];
  return random.pick(ways)();
}

/** What an exception that nobody meant says. */
export const ACCIDENT =
  /TypeError|RangeError|ReferenceError|is not a function|Cannot read prop|Cannot convert|not iterable|Maximum call stack|\.[tj]s:\d+/;
