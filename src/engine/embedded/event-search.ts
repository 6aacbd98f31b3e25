import type { Database } from "../../store/database.js";
import { holds } from "../query/match.js";
import type { Condition, Query } from "../query/parse.js";
import {
  type IndexKind,
  keyPrefix,
  positionKey,
  readEntryKey,
  readPosition,
  valuePrefix,
} from "./event-index.js";
import { after } from "./store-keys.js";

/** Heights from `least` to `most`. */
interface Heights {
  readonly least: bigint;
  readonly most: bigint;
}

const HIGHEST = 2n ** 63n - 1n;

/** The most that a search may find: what it holds in memory is eight bytes for each. */
const MOST_FOUND = 5_000_000;

/** A search that finds more than a node holds in memory. */
export class SearchTooWide extends Error {
  override readonly name = "SearchTooWide";
}

/**
 * Positions at which every condition holds, ascending; `readPosition` tells what they are. Each
 * condition may be met by another event of the transaction or block. Throws SearchTooWide.
 */
export async function searchEvents(
  db: Database,
  kind: IndexKind,
  query: Query,
  mostFound = MOST_FOUND,
): Promise<BigUint64Array> {
  const heightKey = kind === "tx-event" ? "tx.height" : "block.height";
  const heights = query.reduce(narrowed(heightKey), { least: 0n, most: HIGHEST });
  if (heights.least > heights.most) return new BigUint64Array();
  const others = query.filter((condition) => !isHeightBound(condition, heightKey));
  const [first = heightAlone(heightKey, heights), ...rest] = others.sort(exactFirst);
  let found = await search(db, kind, first, heights, mostFound);
  for (const condition of rest) {
    if (found.length === 0) break;
    found = await narrow(found, positions(db, kind, condition, heights));
  }
  return found;
}

/** Equality walks over what it finds, other conditions over every value of their key. */
function exactFirst(a: Condition, b: Condition): number {
  return Number(exactText(a) === undefined) - Number(exactText(b) === undefined);
}

async function search(
  db: Database,
  kind: IndexKind,
  condition: Condition,
  heights: Heights,
  mostFound: number,
): Promise<BigUint64Array> {
  let found = new BigUint64Array(64);
  let count = 0;
  for await (const position of positions(db, kind, condition, heights)) {
    if (count === mostFound) {
      throw new SearchTooWide(
        `more than ${mostFound} matches of ${condition.key}; name a narrower range of heights`,
      );
    }
    if (count === found.length) {
      const larger = new BigUint64Array(count * 2);
      larger.set(found);
      found = larger;
    }
    found[count] = readPosition(position);
    count += 1;
  }
  return withoutRepeats(found.subarray(0, count).sort());
}

/** Of a sorted list. */
function withoutRepeats(all: BigUint64Array): BigUint64Array {
  return all.filter((position, index) => index === 0 || position !== all[index - 1]);
}

/** What of a sorted list occurs among the others. */
async function narrow(
  found: BigUint64Array,
  others: AsyncIterable<string>,
): Promise<BigUint64Array> {
  const met = new Uint8Array(found.length);
  for await (const position of others) {
    const at = indexOf(found, readPosition(position));
    if (at !== undefined) met[at] = 1;
  }
  return found.filter((_, index) => met[index] === 1);
}

function indexOf(sorted: BigUint64Array, wanted: bigint): number | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? wanted) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted ? low : undefined;
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
