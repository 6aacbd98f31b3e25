import { readFileSync } from "node:fs";
import type { Json } from "../../src/keeper/query.js";

const file = new URL("../recorded/rest-shapes.json", import.meta.url);
const answers: readonly (readonly [string, unknown])[] = JSON.parse(readFileSync(file, "utf8"));

/** The recorded answers whose request matches. */
export function recordedRest(pattern: RegExp): readonly (readonly [string, unknown])[] {
  return answers.filter(([request]) => pattern.test(request));
}

/** The recorded requests for stakes and their answers. */
export function recordedStakes(): readonly (readonly [string, unknown])[] {
  const stakes = new URL("../recorded/rest-stakes.json", import.meta.url);
  return JSON.parse(readFileSync(stakes, "utf8"));
}

/** The recorded requests for fee allowances and authorizations and their answers. */
export function recordedGrants(): readonly (readonly [string, unknown])[] {
  const grants = new URL("../recorded/rest-grants.json", import.meta.url);
  return JSON.parse(readFileSync(grants, "utf8"));
}

/** The recorded answer of one request. */
export function recordedAnswer(pattern: RegExp): unknown {
  const [first] = recordedRest(pattern);
  if (first === undefined) throw new Error(`no recording matches ${pattern}`);
  return first[1];
}

/**
 * How a JSON value differs from a recorded one in what clients rely on: names and their order, types,
 * and null only where a message or a time may be unset. Lists are compared by their first items, or
 * by the first of one `@type`.
 */
export function skeletonDifferences(recorded: unknown, found: unknown, at = ""): readonly string[] {
  const [a, b] = [kindOf(recorded), kindOf(found)];
  if (a !== b) return mayBeUnset(a, b) ? [] : [`${at}: ${a} recorded, ${b} found`];
  if (Array.isArray(recorded) && Array.isArray(found)) return listDifferences(recorded, found, at);
  if (a !== "object") return [];
  const [left, right] = [new Map(entries(recorded)), new Map(entries(found))];
  if (left.get("@type") !== right.get("@type")) return [];
  const [names, others] = [[...left.keys()].join(), [...right.keys()].join()];
  if (names !== others) return [`${at}: {${names}} recorded, {${others}} found`];
  return [...left].flatMap(([name, value]) =>
    skeletonDifferences(value, right.get(name), `${at}.${name}`),
  );
}

/**
 * Whether a JSON value is the recorded one. Recorded lists are cut: theirs are the first entries of ours.
 */
export function startsAs(recorded: Json, found: Json): boolean {
  if (Array.isArray(recorded)) {
    return (
      Array.isArray(found) &&
      (recorded.length > 0 || found.length === 0) &&
      recorded.every((each, i) => startsAs(each, found[i] ?? null))
    );
  }
  if (typeof recorded !== "object" || recorded === null) return recorded === found;
  const others = Object.entries(Object(found));
  const own = Object.entries(recorded);
  return (
    own.map(([name]) => name).join() === others.map(([name]) => name).join() &&
    own.every(([, value], i) => startsAs(value as Json, (others[i]?.[1] ?? null) as Json))
  );
}

function listDifferences(
  recorded: readonly unknown[],
  found: readonly unknown[],
  at: string,
): readonly string[] {
  const [first] = recorded;
  const tag = new Map(entries(first)).get("@type");
  const same = found.find((item) => new Map(entries(item)).get("@type") === tag);
  if (first === undefined || same === undefined) return [];
  return skeletonDifferences(first, same, `${at}[]`);
}

function mayBeUnset(a: string, b: string): boolean {
  const other = a === "null" ? b : b === "null" ? a : undefined;
  return other === "object" || other === "string";
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

const entries = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];
