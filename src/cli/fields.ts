import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { coinsJson } from "../keeper/spec-json.js";
import type { EnumType, FieldDescriptor, MessageType } from "../wire/descriptor.js";
import type { Json, JsonObject } from "../wire/proto-json.js";
import { durationText, timestampText } from "../wire/time.js";
import { CliError } from "./failure.js";
import { readCoins } from "./text/coins.js";
import { readDuration } from "./text/durations.js";
import { readMoment } from "./text/times.js";

/** What a field's text may need to be read. */
export interface FieldReader {
  /** Time that `+10s` counts from, nanoseconds. */
  now(): Promise<bigint>;
  /** An address for the name of a key; any other text as it is. */
  address(text: string): Promise<string>;
  /** The same as the address of a validator's operator. */
  operator(text: string): Promise<string>;
  /** The consensus address for a validator's public key; any other text as it is. */
  consensus(text: string): string;
}

const COIN = "cosmos.base.v1beta1.Coin";
const PAGE_REQUEST = "cosmos.base.query.v1beta1.PageRequest";

/** Fields that hold account addresses, in whatever message. */
const ADDRESSES = new Set(
  ["address", "grantee", "granter", "operator", "corporation", "voter", "admin", "signer"].concat([
    "executor",
    "vs_operator",
    "proposer",
    "account",
    "delegator_addr",
    "delegator_address",
  ]),
);

/** Fields that hold addresses of validators' operators. */
const OPERATORS = new Set(
  ["validator_addr", "validator_address", "src_validator_addr"].concat("dst_validator_addr"),
);

/** The flag of a field: `--effective-from`. */
export function flagName(field: Pick<FieldDescriptor, "name">): string {
  return `--${field.name.replaceAll("_", "-")}`;
}

/** Texts that stand for fields that are left out, by their names. */
export type FieldDefaults = Readonly<Record<string, string>>;

/** Gives a command a flag for each of these fields; help prints the defaults. */
export function fieldFlags(
  command: Command,
  fields: readonly FieldDescriptor[],
  defaults: FieldDefaults = {},
): void {
  for (const field of fields) {
    if (isPage(field)) pageFlags(command);
    else command.addOption(fieldOption(field).default(defaults[field.name]));
  }
}

function fieldOption(field: FieldDescriptor): Option {
  const flag = flagName(field);
  if (field.kind === "bool" && !field.repeated) return new Option(flag, words(field.name));
  const option = new Option(`${flag} <${valueName(field)}>`, describe(field));
  if (!field.repeated || isCoins(field)) return option;
  return option.argParser((text: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    ...text.split(","),
  ]);
}

/** Reads what was given for fields, by flag or argument, as the proto3 JSON of a message. */
export async function fieldsJson(
  fields: readonly FieldDescriptor[],
  given: (field: FieldDescriptor) => unknown,
  reader: FieldReader,
): Promise<JsonObject> {
  const json: Record<string, Json> = {};
  for (const field of fields) {
    const said = given(field);
    const value = isPage(field) ? page.parse(said) : await fieldJson(field, said, reader);
    if (value !== undefined) json[field.name] = value;
  }
  return json;
}

async function fieldJson(
  field: FieldDescriptor,
  given: unknown,
  reader: FieldReader,
): Promise<Json | undefined> {
  if (given === undefined || typeof given === "boolean") return given;
  if (!Array.isArray(given)) return await textJson(field, String(given), reader);
  return await Promise.all(given.map((text) => textJson(field, String(text), reader)));
}

async function textJson(field: FieldDescriptor, text: string, reader: FieldReader): Promise<Json> {
  if (isCoins(field)) {
    return coinsJson(readCoins(text));
  }
  switch (field.kind) {
    case "timestamp":
      return timestampText(await readMoment(text, () => reader.now()));
    case "duration":
      return durationText(readDuration(text));
    case "enum":
      return enumNumber(field, text);
    case "message":
      return messageJson(field, text);
    case "string":
      return await addressJson(field, text, reader);
    case "bool":
      return truth(field, text);
    default:
      return text;
  }
}

/** An argument that says yes or no: anything else must not count as no. */
function truth(field: FieldDescriptor, text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new CliError(`${field.name.replaceAll("_", "-")} is true or false, not ${text}`);
}

/** A text that may stand for an address. */
async function addressJson(
  { name }: FieldDescriptor,
  text: string,
  reader: FieldReader,
): Promise<string> {
  if (OPERATORS.has(name)) return await reader.operator(text);
  if (name === "cons_address") return reader.consensus(text);
  return ADDRESSES.has(name) ? await reader.address(text) : text;
}

/** A message with one field stands for that field; others are given as JSON. */
function messageJson(field: FieldDescriptor, text: string): Json {
  const fields: readonly FieldDescriptor[] = field.message?.().fields ?? [];
  const [only, ...more] = fields;
  if (only !== undefined && more.length === 0) return { [only.name]: text };
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError(`${flagName(field)} wants JSON`);
  }
}

/** The number of an enum value; the last part of its name and any case will do. Throws CliError. */
function enumNumber(field: FieldDescriptor, text: string): number {
  const values = Object.entries(field.enum?.byName ?? {});
  const wanted = text.toUpperCase().replaceAll("-", "_");
  const found =
    values.find(([name]) => name === wanted) ??
    values.find(([name]) => shortName(field, name) === wanted);
  if (found !== undefined) return found[1];
  throw new CliError(`${flagName(field)}: ${text} is none of ${enumWords(field)}`);
}

/** A value's name without the words that all values begin with. */
function shortName(field: FieldDescriptor, name: string): string {
  const prefix = enumPrefix(field.enum);
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function enumPrefix(type: EnumType | undefined): string {
  const last = type?.name.split(".").at(-1) ?? "";
  return `${last.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase()}_`;
}

function enumWords(field: FieldDescriptor): string {
  const { byName = {} } = field.enum ?? {};
  const names = Object.entries(byName).filter(([, number]) => number !== 0);
  return names
    .map(([name]) => shortName(field, name).toLowerCase().replaceAll("_", "-"))
    .join(", ");
}

function describe(field: FieldDescriptor): string {
  if (field.kind === "enum") return enumWords(field);
  if (field.kind === "timestamp")
    return `${words(field.name)}: 2030-01-01T00:00:00Z, or +10s from now`;
  if (field.kind === "duration") return `${words(field.name)}: as 10s, 24h or 30d`;
  return `${words(field.name)}${field.repeated && !isCoins(field) ? ", repeatable" : ""}`;
}

function valueName(field: FieldDescriptor): string {
  if (isCoins(field)) return "coins";
  if (field.kind === "timestamp") return "time";
  if (field.kind === "duration") return "duration";
  if (field.kind === "string") return field.custom === undefined ? "text" : "number";
  if (field.kind === "enum") return "name";
  const fields: readonly FieldDescriptor[] = field.message?.().fields ?? [];
  return field.kind === "message" && fields.length > 1 ? "json" : "number";
}

const words = (name: string): string => name.replaceAll("_", " ");

const isCoins = (field: FieldDescriptor): boolean => field.message?.().name === COIN;

/** Whether a field asks for a page of a list. */
export const isPage = (field: FieldDescriptor): boolean => field.message?.().name === PAGE_REQUEST;

/** Whether a field can be given as a flag at all. */
export const isGivable = (field: FieldDescriptor): boolean =>
  field.kind !== "any" && field.kind !== "map";

const page: z.ZodType<JsonObject | undefined> = z.record(z.string(), z.json()).optional();

function pageFlags(command: Command): void {
  command
    .option("--page-limit <number>", "most entries of a page", wholeText)
    .option("--page-offset <number>", "entries to skip", wholeText)
    .option("--page-key <base64>", "where the page begins: next_key of the page before")
    .option("--page-count-total", "count all entries")
    .option("--page-reverse", "from the last to the first");
}

/** The page that the flags ask for; undefined when they ask for none. */
export function pageJson(flags: Readonly<Record<string, unknown>>): JsonObject | undefined {
  const asked = Object.entries({
    limit: flags.pageLimit,
    offset: flags.pageOffset,
    key: flags.pageKey,
    count_total: flags.pageCountTotal,
    reverse: flags.pageReverse,
  }).filter(([, value]) => value !== undefined);
  return asked.length === 0 ? undefined : page.parse(Object.fromEntries(asked));
}

function wholeText(text: string): string {
  if (/^\d+$/.test(text)) return text;
  throw new InvalidArgumentError("not a whole number");
}

/** The field of a message by its name. Throws an Error where the type has none. */
export function fieldOf(type: MessageType, name: string): FieldDescriptor {
  const field = type.fields.find((candidate: FieldDescriptor) => candidate.name === name);
  if (field === undefined) throw new Error(`${type.name} has no field ${name}`);
  return field;
}
