import { Buffer } from "node:buffer";
import { type Any, type FieldDescriptor, type MessageType, WireError } from "./descriptor.js";
import { parseDecText, parseInt256 } from "./number.js";
import type { Json, JsonObject } from "./proto-json.js";
import type { TypeRegistry } from "./registry.js";
import { parseDuration, parseTimestamp } from "./time.js";

/** JSON that is no message of the type; `path` says where (`app_state.params.rate`). */
export class JsonError extends Error {
  override readonly name = "JsonError";

  constructor(
    readonly path: string,
    readonly clause: string,
  ) {
    super(path === "" ? clause : `${path}: ${clause}`);
  }
}

const MAX_DEPTH = 128;
const INTEGER = /^(?:0|-?[1-9][0-9]{0,19})$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

type Range = readonly [min: bigint, max: bigint];
const SIGNED_32: Range = [-(1n << 31n), (1n << 31n) - 1n];
const UNSIGNED_32: Range = [0n, (1n << 32n) - 1n];
const SIGNED_64: Range = [-(1n << 63n), (1n << 63n) - 1n];
const UNSIGNED_64: Range = [0n, (1n << 64n) - 1n];

/**
 * Reads proto3 JSON as tolerantly as the reference: 64-bit numbers as numbers or strings, names in snake_case or
 * camelCase, enums by name or number; an unknown field is refused. Throws JsonError.
 */
export function fromJson<T>(
  type: MessageType<T>,
  json: unknown,
  registry: TypeRegistry,
  path = "",
): T {
  return readMessage(type, json, { registry, depth: 0 }, path);
}

interface Context {
  readonly registry: TypeRegistry;
  readonly depth: number;
}

function readMessage<T>(type: MessageType<T>, json: unknown, context: Context, path: string): T {
  const object = asObject(json, path);
  if (context.depth > MAX_DEPTH) throw new JsonError(path, "nested too deep");
  const values: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(object)) {
    const field = type.fields.find((f) => f.name === name || f.key === name);
    const at = path === "" ? name : `${path}.${name}`;
    if (field === undefined) throw new JsonError(at, "unknown field");
    if (Object.hasOwn(values, field.key)) throw new JsonError(at, "given twice");
    if (item !== null) values[field.key] = readField(field, item, context, at);
  }
  refuseTwoMembers(type, values, path);
  return type.create(values as Partial<T>);
}

function refuseTwoMembers(
  type: MessageType,
  values: Readonly<Record<string, unknown>>,
  path: string,
): void {
  const taken = new Set<string>();
  for (const field of type.fields) {
    if (field.oneof === undefined || values[field.key] === undefined) continue;
    if (taken.has(field.oneof)) throw new JsonError(path, `two members of ${field.oneof}`);
    taken.add(field.oneof);
  }
}

function asObject(json: unknown, path: string): JsonObject {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new JsonError(path, "not an object");
  return json as JsonObject;
}

function readField(field: FieldDescriptor, json: Json, context: Context, path: string): unknown {
  if (!field.repeated) return readValue(field, json, context, path);
  if (!Array.isArray(json)) throw new JsonError(path, "not a list");
  return json.map((item: Json, i) => readValue(field, item, context, `${path}[${i}]`));
}

function readValue(field: FieldDescriptor, json: Json, context: Context, path: string): unknown {
  if (field.custom === "int") return readText(json, path, parseInt256);
  if (field.custom !== undefined) return readText(json, path, parseDecText);
  switch (field.kind) {
    case "message":
      return (
        field.message &&
        readMessage(field.message(), json, { ...context, depth: context.depth + 1 }, path)
      );
    case "any":
      return readAny(json, context, path);
    case "timestamp":
      return readText(json, path, parseTimestamp);
    case "duration":
      return readText(json, path, parseDuration);
    case "string":
      return readText(json, path, (text) => text);
    case "bytes":
      return readText(json, path, readBase64);
    case "enum":
      return readEnum(field, json, path);
    case "bool":
      if (typeof json !== "boolean") throw new JsonError(path, "not true or false");
      return json;
    default:
      return readInteger(field, json, path);
  }
}

function readText<T>(json: Json, path: string, read: (text: string) => T): T {
  if (typeof json !== "string") throw new JsonError(path, "not a text");
  try {
    return read(json);
  } catch (error) {
    if (error instanceof WireError) throw new JsonError(path, error.message);
    throw error;
  }
}

function readBase64(text: string): Uint8Array {
  if (!BASE64.test(text)) throw new WireError("not base64");
  return new Uint8Array(Buffer.from(text, "base64"));
}

function readEnum(field: FieldDescriptor, json: Json, path: string): number {
  const names = field.enum?.byName ?? {};
  const number = typeof json === "string" && Object.hasOwn(names, json) ? names[json] : undefined;
  if (number !== undefined) return number;
  if (typeof json !== "number")
    throw new JsonError(path, `not a value of ${field.enum?.name ?? "the enum"}`);
  return Number(bounded(json, SIGNED_32, path));
}

function readInteger(field: FieldDescriptor, json: Json, path: string): bigint | number {
  const wide = field.kind.endsWith("64");
  const unsigned = field.kind.startsWith("u") || field.kind.startsWith("fixed");
  const range = wide ? (unsigned ? UNSIGNED_64 : SIGNED_64) : unsigned ? UNSIGNED_32 : SIGNED_32;
  const value = bounded(json, range, path);
  return wide ? value : Number(value);
}

function bounded(json: Json, [min, max]: Range, path: string): bigint {
  const exact =
    typeof json === "number"
      ? Number.isSafeInteger(json)
      : typeof json === "string" && INTEGER.test(json);
  if (!exact) throw new JsonError(path, "not an integer");
  const value = BigInt(json as number | string);
  if (value < min || value > max) throw new JsonError(path, "integer out of range");
  return value;
}

function readAny(json: Json, context: Context, path: string): Any {
  const { "@type": typeUrl, ...rest } = asObject(json, path);
  const type = typeof typeUrl === "string" ? context.registry.byUrl(typeUrl) : undefined;
  if (type === undefined) throw new JsonError(path, "unknown @type");
  const value = readMessage(type, rest, { ...context, depth: context.depth + 1 }, path);
  return { typeUrl: type.typeUrl, value: type.encode(value) };
}
