import { parseRfc3339 } from "../embedded/time.js";

/** What a condition compares with. Numbers are exact decimals, times nanoseconds. */
export type Operand =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly number: Decimal }
  | { readonly kind: "time"; readonly time: bigint };

/** `digits` × 10^-`scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** How a value is compared with an operand. */
export type Comparison = "=" | "<" | "<=" | ">" | ">=";

/** One condition on the composite key `type.attribute`. */
export type Condition =
  | { readonly key: string; readonly op: Comparison; readonly operand: Operand }
  | { readonly key: string; readonly op: "CONTAINS"; readonly text: string }
  | { readonly key: string; readonly op: "EXISTS" };

/** Conditions that must all hold. */
export type Query = readonly Condition[];

/** A text that is no query; `message` gives the offset. */
export class QuerySyntaxError extends Error {
  override readonly name = "QuerySyntaxError";
}

const DECIMAL = /^(-?\d+)(?:\.(\d+))?/;

/** The decimal at the start of `text`, as in `100uvna`; undefined when there is none. */
export function leadingDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, whole = "0", fraction = ""] = match;
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

/** Reads the query language of CometBFT's event searches and subscriptions. Throws QuerySyntaxError. */
export function parseQuery(text: string): Query {
  const scan = new Scanner(text);
  const conditions: Condition[] = [condition(scan)];
  while (!scan.atEnd()) {
    scan.expect(/AND\b/y, "AND");
    conditions.push(condition(scan));
  }
  return conditions;
}

function condition(scan: Scanner): Condition {
  const key = scan.expect(/[^\s()'"=<>\\]+/y, "a tag");
  const op = scan.expect(/<=|>=|=|<|>|CONTAINS\b|EXISTS\b/y, "an operator");
  if (op === "EXISTS") return { key, op };
  if (op === "CONTAINS") return { key, op, text: quoted(scan) };
  return { key, op: comparison(op), operand: operand(scan) };
}

function comparison(text: string): Comparison {
  if (text === "<" || text === "<=" || text === ">" || text === ">=") return text;
  return "=";
}

function operand(scan: Scanner): Operand {
  const time = scan.accept(/TIME\s+[0-9TZ:.+-]+/y);
  if (time !== undefined) return timeOperand(scan, time.replace(/^TIME\s+/, ""));
  const date = scan.accept(/DATE\s+[0-9-]+/y);
  if (date !== undefined) return timeOperand(scan, `${date.replace(/^DATE\s+/, "")}T00:00:00Z`);
  const number = scan.accept(/-?\d+(?:\.\d+)?(?![^\s()])/y);
  const decimal = number === undefined ? undefined : leadingDecimal(number);
  if (decimal !== undefined) return { kind: "number", number: decimal };
  return { kind: "text", text: quoted(scan) };
}

function timeOperand(scan: Scanner, text: string): Operand {
  const time = parseRfc3339(text);
  if (time === undefined) throw scan.fault(`invalid time "${text}"`);
  return { kind: "time", time };
}

function quoted(scan: Scanner): string {
  return scan.expect(/'[^']*'/y, "a value").slice(1, -1);
}

class Scanner {
  private offset = 0;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    this.skipSpace();
    return this.offset >= this.text.length;
  }

  /** The text that the sticky `pattern` matches here, or undefined. */
  accept(pattern: RegExp): string | undefined {
    this.skipSpace();
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.offset += found.length;
    return found;
  }

  expect(pattern: RegExp, what: string): string {
    const found = this.accept(pattern);
    if (found === undefined) throw this.fault(this.atEnd() ? "EOF" : `expected ${what}`);
    return found;
  }

  fault(reason: string): QuerySyntaxError {
    return new QuerySyntaxError(`offset ${this.offset}: ${reason}`);
  }

  private skipSpace(): void {
    while (/\s/.test(this.text.charAt(this.offset))) this.offset += 1;
  }
}
