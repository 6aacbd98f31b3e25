import type { Database } from "../../store/database.js";
import { holds } from "../query/match.js";
import type { Condition, Query } from "../query/parse.js";
import {
  type IndexKind,
  keyPrefix,
  positionKey,
  readEntryKey,
  valuePrefix,
} from "./event-index.js";
import { after } from "./store-keys.js";

/** Heights from `least` to `most`. */
interface Heights {
  readonly least: bigint;
  readonly most: bigint;
}

const HIGHEST = 2n ** 63n - 1n;

/**
 * Positions at which every condition holds, ascending. Each condition may be met by another event
 * of the transaction or block.
 */
export async function searchEvents(db: Database, kind: IndexKind, query: Query): Promise<string[]> {
  const heightKey = kind === "tx-event" ? "tx.height" : "block.height";
  const heights = query.reduce(narrowed(heightKey), { least: 0n, most: HIGHEST });
  if (heights.least > heights.most) return [];
  const others = query.filter((condition) => !isHeightBound(condition, heightKey));
  const conditions = others.length > 0 ? others : [heightAlone(heightKey, heights)];
  let found: ReadonlySet<string> | undefined;
  for (const condition of conditions) {
    found = await search(db, kind, condition, heights, found);
    if (found.size === 0) return [];
  }
  return [...(found ?? [])].sort();
}

async function search(
  db: Database,
  kind: IndexKind,
  condition: Condition,
  heights: Heights,
  within: ReadonlySet<string> | undefined,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const position of positions(db, kind, condition, heights)) {
    if (within === undefined || within.has(position)) found.add(position);
  }
  return found;
}

async function* positions(
  db: Database,
  kind: IndexKind,
  condition: Condition,
  heights: Heights,
): AsyncIterable<string> {
  const exact = exactText(condition);
  if (exact !== undefined) {
    const prefix = valuePrefix(kind, condition.key, exact);
    const gte = prefix + positionKey(heights.least, 0);
    const lt = `${prefix}${positionKey(heights.most, 0xffff_ffff)}~`;
    for await (const key of db.keys({ gte, lt })) yield key.slice(-25);
    return;
  }
  const [least, most] = [positionKey(heights.least, 0), positionKey(heights.most, 0xffff_ffff)];
  const prefix = keyPrefix(kind, condition.key);
  for await (const [key, bytes] of db.entries({ gte: prefix, lt: after(prefix) })) {
    const { value, position } = readEntryKey(prefix, key);
    if (position < least || position > most) continue;
    if (holds(condition, value ?? longValue(kind, bytes))) yield position;
  }
}

/** The walk of a search that names nothing but heights: over the index of heights. */
function heightAlone(key: string, { least, most }: Heights): Condition {
  if (least !== most) return { key, op: "EXISTS" };
  return { key, op: "=", operand: { kind: "text", text: least.toString() } };
}

/** The text that a condition of equality asks for. Hashes of transactions are upper case. */
function exactText(condition: Condition): string | undefined {
  if (condition.op !== "=" || condition.operand.kind !== "text") return undefined;
  const { text } = condition.operand;
  return condition.key === "tx.hash" ? text.toUpperCase() : text;
}

function longValue(kind: IndexKind, bytes: Uint8Array): string {
  return Buffer.from(kind === "tx-event" ? bytes.subarray(32) : bytes).toString("utf8");
}

/** A comparison of the height with a whole number, which bounds the walk over other keys. */
function isHeightBound(condition: Condition, heightKey: string): boolean {
  return bound(condition, heightKey) !== undefined;
}

function bound(condition: Condition, heightKey: string) {
  if (condition.key !== heightKey || condition.op === "EXISTS" || condition.op === "CONTAINS") {
    return undefined;
  }
  const { op, operand } = condition;
  if (operand.kind !== "number" || operand.number.scale !== 0) return undefined;
  return { op, height: operand.number.digits };
}

function narrowed(heightKey: string) {
  return ({ least, most }: Heights, condition: Condition): Heights => {
    const found = bound(condition, heightKey);
    if (found === undefined) return { least, most };
    const { op, height } = found;
    const low = op === "=" || op === ">=" ? height : op === ">" ? height + 1n : least;
    const high = op === "=" || op === "<=" ? height : op === "<" ? height - 1n : most;
    return { least: low > least ? low : least, most: high < most ? high : most };
  };
}
