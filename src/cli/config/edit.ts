import { parse } from "smol-toml";
import { printValue } from "../../engine/comet/toml.js";
import { CliError, messageOf } from "../failure.js";
import { keyName, type Sections, type Setting, valueAt } from "./settings.js";

/** Where a key stands: its section (empty for the top) and its own name. */
export interface KeyPlace {
  readonly section: string;
  readonly key: string;
}

/** The place of a key by its whole name; undefined where the file has no such key. */
export function placeOf(defaults: Sections, name: string): KeyPlace | undefined {
  for (const [section, table] of Object.entries(defaults)) {
    const key = Object.keys(table).find((candidate) => keyName(section, candidate) === name);
    if (key !== undefined) return { section, key };
  }
  return undefined;
}

/**
 * The text of a TOML file with one value changed: comments, order and all other keys stay. A key that
 * is missing is put at the end of its section. Throws CliError where that cannot be done safely.
 */
export function withSetting(text: string, { section, key }: KeyPlace, value: Setting): string {
  const lines = text.split("\n");
  const start = section === "" ? 0 : lines.findIndex((line) => header(line) === section) + 1;
  const line = `${key} = ${printValue(value)}`;
  const next = section !== "" && start === 0 ? appended(lines, section, line) : undefined;
  const edited = (next ?? inserted(lines, start, key, line)).join("\n");
  checkEdit(text, edited, { section, key }, value);
  return edited;
}

function inserted(
  lines: readonly string[],
  start: number,
  key: string,
  line: string,
): readonly string[] {
  const rest = lines.slice(start).findIndex((candidate) => header(candidate) !== undefined);
  const end = rest === -1 ? lines.length : start + rest;
  const at = lines.findIndex((candidate, n) => n >= start && n < end && keyOf(candidate) === key);
  if (at !== -1)
    return [...lines.slice(0, at), line + tail(lines[at] ?? ""), ...lines.slice(at + 1)];
  const last = lines.findLastIndex(
    (candidate, n) => n < end && n >= start && keyOf(candidate) !== undefined,
  );
  const place = last === -1 ? start : last + 1;
  return [...lines.slice(0, place), line, ...lines.slice(place)];
}

function appended(lines: readonly string[], section: string, line: string): readonly string[] {
  const kept = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  return [...kept, "", `[${section}]`, line, ""];
}

function header(line: string): string | undefined {
  return /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/.exec(line)?.[1]?.trim();
}

function keyOf(line: string): string | undefined {
  return /^\s*"?([A-Za-z0-9_-]+)"?\s*=/.exec(line)?.[1];
}

/** The comment behind a value. */
function tail(line: string): string {
  return /^[^"'#[]*(?:"[^"\\]*"|[^"'#[\]]*)(\s+#.*)$/.exec(line)?.[1] ?? "";
}

/** The edited text must say what the old one did, but for the one key. */
function checkEdit(before: string, after: string, place: KeyPlace, value: Setting): void {
  const { section, key } = place;
  const refuse = (why: string) =>
    new CliError(`${keyName(section, key)} cannot be set here: ${why}; edit the file by hand`);
  try {
    const said = parse(after);
    if (JSON.stringify(valueAt(said, section, key)) !== JSON.stringify(value)) {
      throw refuse("its place in the file is unusual");
    }
    if (without(said, place) !== without(parse(before), place)) {
      throw refuse("other keys would change");
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw refuse(messageOf(error).split("\n")[0] ?? "");
  }
}

function without(parsed: object, { section, key }: KeyPlace): string {
  const name = keyName(section, key);
  const flat = Object.entries(flatten(parsed, "")).filter(([at]) => at !== name);
  return JSON.stringify(flat.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function flatten(value: object, prefix: string): Readonly<Record<string, unknown>> {
  const items: readonly (readonly [string, unknown])[] = Object.entries(value);
  const entries = items.flatMap<readonly [string, unknown]>(([key, item]) => {
    const name = keyName(prefix, key);
    const table = typeof item === "object" && item !== null && !Array.isArray(item);
    return table
      ? Object.entries(flatten(item, name))
      : [[name, String(JSON.stringify(item))] as const];
  });
  return Object.fromEntries(entries);
}
