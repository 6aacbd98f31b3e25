import { closest } from "../text/closest.js";

/** A value of a configuration file. */
export type Setting = string | number | boolean | readonly string[];

/** Keys of one section with their defaults. */
export type Section = Readonly<Record<string, Setting>>;

/** A whole file: the sections by name, the keys above all sections under the empty name. */
export type Sections = Readonly<Record<string, Section>>;

type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : readonly string[];

type SectionValues<T extends Section> = { readonly [K in keyof T]: Widened<T[K]> };

/** The values of a file: the keys of the top, and each section by its name. */
export type Values<T extends Sections> = SectionValues<T[""]> & {
  readonly [S in Exclude<keyof T, "">]: SectionValues<T[S]>;
};

/** Says what is wrong with the value of a key; undefined where nothing is. */
export type Check = (value: Setting) => string | undefined;

/** Checks by the whole name of a key, as `api.address`. */
export type Checks = Readonly<Record<string, Check>>;

/** What is wrong with, or odd about, a key. */
export interface Finding {
  /** Whole name of the key, as `api.enable`. */
  readonly key: string;
  /** One sentence that begins with the key. */
  readonly message: string;
}

/** What reading came to. */
export interface ReadSettings<T extends Sections> {
  /** Defaults stand where a value is wrong. */
  readonly values: Values<T>;
  readonly wrong: readonly Finding[];
  /** Keys that the defaults do not have. */
  readonly unknown: readonly Finding[];
}

/** Where values come from besides the file. */
export interface Sources {
  /** The parsed file. */
  readonly found: unknown;
  /** Values that stand before the file's, by the whole name of their key. */
  readonly told?: (name: string) => string | undefined;
  readonly checks?: Checks;
}

/** Reads a file by its defaults: what is missing has its default, what is told stands first. */
export function readSettings<T extends Sections>(defaults: T, sources: Sources): ReadSettings<T> {
  const { found, told, checks = {} } = sources;
  const wrong: Finding[] = [];
  const read = (section: string, key: string, usual: Setting): Setting => {
    const name = keyName(section, key);
    const given = told?.(name) ?? valueAt(found, section, key);
    if (given === undefined) return usual;
    const value = asKind(given, usual);
    const fault = value === undefined ? expected(given, usual) : checks[name]?.(value);
    if (fault === undefined && value !== undefined) return value;
    wrong.push({ key: name, message: `${name} ${fault}` });
    return usual;
  };
  const sections = Object.entries(defaults).map(([section, table]) => {
    const values = Object.entries(table).map(([key, usual]) => [key, read(section, key, usual)]);
    return [section, Object.fromEntries(values)] as const;
  });
  const { "": top, ...rest } = Object.fromEntries(sections);
  // The table's keys are the type's keys, and `read` gives each the kind of its default.
  return { values: { ...top, ...rest } as Values<T>, wrong, unknown: unknownKeys(defaults, found) };
}

/** Whole name of a key. */
export function keyName(section: string, key: string): string {
  return section === "" ? key : `${section}.${key}`;
}

/** Names of all keys, in their order. */
export function keyNames(defaults: Sections): readonly string[] {
  return Object.entries(defaults).flatMap(([section, table]) =>
    Object.keys(table).map((key) => keyName(section, key)),
  );
}

/** The value of a parsed file at a key. */
export function valueAt(found: unknown, section: string, key: string): unknown {
  const path = [...(section === "" ? [] : section.split(".")), key];
  return path.reduce<unknown>((at, part) => (isTable(at) ? at[part] : undefined), found);
}

/**
 * The value in the kind of the default; undefined where it is of another kind. A text that says a
 * number or a truth value is one, and a number where a text is expected its text: other programs
 * write both.
 */
export function asKind(given: unknown, usual: Setting): Setting | undefined {
  if (typeof usual === "object") return asList(given);
  if (typeof usual === "string") return asText(given);
  const text = typeof given === "string" ? given : String(given);
  if (typeof usual === "boolean") return { true: true, false: false }[text];
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function asText(given: unknown): string | undefined {
  if (typeof given === "string") return given;
  return typeof given === "number" || typeof given === "boolean" ? String(given) : undefined;
}

/** Environment variables hold lists as texts with commas. */
function asList(given: unknown): readonly string[] | undefined {
  if (typeof given === "string") return given === "" ? [] : given.split(",");
  if (!Array.isArray(given)) return undefined;
  return given.every((item) => typeof item === "string") ? given : given.map(String);
}

function expected(given: unknown, usual: Setting): string {
  const kind = typeof usual === "object" ? "list" : typeof usual;
  const what = { boolean: "true or false", number: "a whole number", string: "a text", list: "" };
  const wanted = kind === "list" ? "a list of texts" : what[kind as keyof typeof what];
  return `must be ${wanted}, not ${JSON.stringify(given) ?? String(given)}`;
}

function unknownKeys(defaults: Sections, found: unknown): readonly Finding[] {
  const known = keyNames(defaults);
  return leaves(found, "")
    .filter((name) => !known.includes(name) && !isOpen(defaults, name))
    .map((name) => {
      const like = closest(name, known);
      const hint = like === undefined ? "" : `; is ${like} meant?`;
      return { key: name, message: `${name} is no key of this file${hint}` };
    });
}

/** Lists of tables, as `telemetry.metrics`, and sections within known ones are not looked into. */
function isOpen(defaults: Sections, name: string): boolean {
  return Object.keys(defaults).some((section) => section === name);
}

function leaves(table: unknown, prefix: string): readonly string[] {
  if (!isTable(table)) return [];
  return Object.entries(table).flatMap(([key, value]) => {
    const name = keyName(prefix, key);
    return isTable(value) ? leaves(value, name) : [name];
  });
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}
