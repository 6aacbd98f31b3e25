import { Buffer } from "node:buffer";
import type { Any, EnumType, FieldDescriptor, MessageType } from "./descriptor.js";
import { WireError } from "./descriptor.js";
import { decText } from "./number.js";
import type { TypeRegistry } from "./registry.js";
import { durationText, timestampText } from "./time.js";

/** What JSON text can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; key order is the order of the fields. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** How to print: `maxFieldNumber` leaves out fields above it (100 prints the fields of the shared wire alone). */
export interface JsonOptions {
  readonly registry: TypeRegistry;
  readonly maxFieldNumber?: number;
}

/** Any within Any, beyond which the bytes are printed. */
const MAX_ANY_DEPTH = 32;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * The gateway's JSON of a message: snake_case names, defaults printed, 64-bit numbers as strings, enums by name, bytes
 * in base64, null for what is absent, an Any as its fields beside `@type`.
 */
export function toJson<T>(type: MessageType<T>, value: T, options: JsonOptions): JsonObject {
  return messageJson(type, value, options, 0);
}

function messageJson<T>(
  type: MessageType<T>,
  value: T,
  options: JsonOptions,
  depth: number,
): JsonObject {
  const max = options.maxFieldNumber ?? Number.POSITIVE_INFINITY;
  const values = value as Readonly<Record<string, unknown>>;
  const json: Record<string, Json> = {};
  for (const field of type.fields) {
    const item = values[field.key];
    if (field.no > max || (field.oneof !== undefined && item === undefined)) continue;
    json[field.name] = fieldJson(field, item, options, depth);
  }
  return json;
}

/** The JSON of a field's value, which stands at so many Anys within Anys. */
export function fieldJson(
  field: FieldDescriptor,
  value: unknown,
  options: JsonOptions,
  depth: number,
): Json {
  if (value === undefined || (field.oneof === undefined && isEmptyBytes(value))) return null;
  if (!field.repeated) return valueJson(field, value, options, depth);
  return (value as readonly unknown[]).map((item) => valueJson(field, item, options, depth));
}

/** A text whose bytes that were no UTF-8 are told as such. */
export const withoutSurrogates = (text: string): string => text.replace(LONE_SURROGATES, "\ufffd");

/** The reference prints bytes that nobody set as null; within a list empty bytes are `""`. */
function isEmptyBytes(value: unknown): boolean {
  return value instanceof Uint8Array && value.length === 0;
}

function valueJson(
  field: FieldDescriptor,
  value: unknown,
  options: JsonOptions,
  depth: number,
): Json {
  if (field.custom !== undefined) return numberJson(field.custom, value as bigint);
  switch (field.kind) {
    case "message":
      return field.message === undefined
        ? null
        : messageJson(field.message(), value, options, depth);
    case "any":
      return anyJson(value as Any, options, depth);
    case "timestamp":
      return timestampText(value as bigint);
    case "duration":
      return durationText(value as bigint);
    case "enum":
      return enumJson(field.enum, value as number);
    case "bytes":
      return Buffer.from(value as Uint8Array).toString("base64");
    case "string":
      return withoutSurrogates(value as string);
    default:
      return typeof value === "bigint" ? value.toString() : (value as Json);
  }
}

function numberJson(custom: "int" | "dec" | "dec-raw", value: bigint): string {
  return custom === "int" ? value.toString() : decText(value);
}

function enumJson(type: EnumType | undefined, value: number): Json {
  return type?.byNumber[value] ?? value;
}

function anyJson(any: Any, options: JsonOptions, depth: number): Json {
  const type = options.registry.byUrl(any.typeUrl);
  const inner = type === undefined || depth >= MAX_ANY_DEPTH ? undefined : decoded(type, any.value);
  if (type === undefined || inner === undefined) {
    return { "@type": any.typeUrl, value: Buffer.from(any.value).toString("base64") };
  }
  return { "@type": any.typeUrl, ...messageJson(type, inner, options, depth + 1) };
}

/** Undefined where the bytes are no message of the type: they print as they are. */
function decoded(type: MessageType, bytes: Uint8Array): unknown {
  try {
    return type.decode(bytes);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
