import { parseRfc3339 } from "../embedded/time.js";
import {
  type Comparison,
  type Condition,
  type Decimal,
  leadingDecimal,
  type Query,
} from "./parse.js";

/** Values of each composite key `type.attribute` of one transaction or block. */
export type EventValues = ReadonlyMap<string, readonly string[]>;

/** Whether every condition holds for some value of its key. */
export function matches(query: Query, events: EventValues): boolean {
  return query.every((condition) => {
    const values = keysOf(condition, events);
    return values.some((value) => holds(condition, value));
  });
}

/** Whether the condition holds for one value of its key. */
export function holds(condition: Condition, value: string): boolean {
  if (condition.op === "EXISTS") return true;
  if (condition.op === "CONTAINS") return value.includes(condition.text);
  const { op, operand } = condition;
  if (operand.kind === "text") return op === "=" ? value === operand.text : false;
  if (operand.kind === "time") {
    const time = parseRfc3339(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00Z` : value);
    return time === undefined ? false : ordered(op, time, operand.time);
  }
  const number = leadingDecimal(value);
  return number === undefined ? false : ordered(op, ...aligned(number, operand.number));
}

/** EXISTS also accepts an event type alone. */
function keysOf(condition: Condition, events: EventValues): readonly string[] {
  const exact = events.get(condition.key);
  if (exact !== undefined || condition.op !== "EXISTS") return exact ?? [];
  const prefix = `${condition.key}.`;
  return [...events.keys()].filter((key) => key.startsWith(prefix));
}

function ordered(op: Comparison, a: bigint, b: bigint): boolean {
  if (op === "=") return a === b;
  if (op === "<") return a < b;
  if (op === "<=") return a <= b;
  return op === ">" ? a > b : a >= b;
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale);
  const at = (d: Decimal) => d.digits * 10n ** BigInt(scale - d.scale);
  return [at(a), at(b)];
}
