import { registry } from "../gen/registry.js";
import type { FieldDescriptor, MessageType } from "../wire/descriptor.js";
import type { Json } from "../wire/proto-json.js";
import { fromJson, JsonError } from "../wire/proto-json-read.js";
import { badRequest } from "./errors.js";
import type { Call } from "./route.js";

/** JSON under construction: parameters arrive in any order. */
interface Draft {
  [name: string]: Json | Draft;
}

/**
 * The request message of a route, from its path and its query string: names in snake_case or
 * camelCase, `pagination.limit` for a field of a field, repeated fields by repetition. Unknown names
 * are ignored, and so are names that the path gives. Refuses values that do not fit.
 */
export function bindParams(type: MessageType, call: Pick<Call, "params" | "query">): unknown {
  const draft: Draft = {};
  for (const [name, text] of Object.entries(call.params)) setField(type, draft, name, text);
  for (const [name, text] of call.query) {
    if (!Object.hasOwn(call.params, name)) setField(type, draft, name, text);
  }
  return readMessage(type, draft);
}

/** The request message of a route whose body is proto3 JSON. An empty body is an empty message. */
export function bindBody(type: MessageType, { body, params }: Call): unknown {
  const json = parseBody(body);
  for (const [name, text] of Object.entries(params)) setField(type, json, name, text);
  return readMessage(type, json);
}

function parseBody(body: Uint8Array): Draft {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw badRequest(`the body is no JSON: ${error instanceof Error ? error.message : "bad text"}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw badRequest("the body must be a JSON object");
  }
  return { ...parsed };
}

function readMessage(type: MessageType, draft: Draft): unknown {
  try {
    return fromJson(type, draft, registry);
  } catch (error) {
    if (error instanceof JsonError) throw badRequest(error.message);
    throw error;
  }
}

function setField(type: MessageType, draft: Draft, path: string, text: string): void {
  const dot = path.indexOf(".");
  const head = dot < 0 ? path : path.slice(0, dot);
  const field = type.fields.find(({ name, key }) => name === head || key === head);
  if (field === undefined) return;
  if (dot >= 0) setInner(field, draft, path.slice(dot + 1), text);
  else if (field.repeated) appendValue(field, draft, text);
  else if (Object.hasOwn(draft, field.name)) throw badRequest(`${field.name}: given twice`);
  else draft[field.name] = jsonValue(field, text);
}

function setInner(field: FieldDescriptor, draft: Draft, rest: string, text: string): void {
  if (field.kind !== "message" || field.message === undefined || field.repeated) return;
  const inner = draft[field.name] ?? {};
  // A list or text here was set by another parameter of the same name.
  if (!isDraft(inner)) throw badRequest(`${field.name}: given twice`);
  const open: Draft = { ...inner };
  draft[field.name] = open;
  setField(field.message(), open, rest, text);
}

function isDraft(value: Json | Draft): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function appendValue(field: FieldDescriptor, draft: Draft, text: string): void {
  const list = draft[field.name];
  draft[field.name] = [...(Array.isArray(list) ? list : []), jsonValue(field, text)];
}

/** A parameter's text as the JSON value that its field takes. */
function jsonValue(field: FieldDescriptor, text: string): Json {
  switch (field.kind) {
    case "bool":
      return boolValue(field, text);
    case "enum":
      return enumValue(field, text);
    case "bytes":
      return bytesValue(field, text);
    case "timestamp":
      return unescaped(text);
    default:
      return text;
  }
}

/** A "+" arrives as a space when the client did not escape it. */
const unescaped = (text: string): string => text.replaceAll(" ", "+");

/** Base64 of either alphabet, with or without its padding. */
function bytesValue(field: FieldDescriptor, text: string): string {
  const value = unescaped(text);
  const digits = value.replace(/={1,2}$/, "").length;
  if (digits % 4 === 1 || (digits < value.length && value.length % 4 !== 0)) {
    throw badRequest(`${field.name}: not base64`);
  }
  return value;
}

const TRUE: readonly string[] = ["true", "True", "TRUE", "t", "T", "1"];
const FALSE: readonly string[] = ["false", "False", "FALSE", "f", "F", "0"];

function boolValue(field: FieldDescriptor, text: string): boolean {
  if (TRUE.includes(text)) return true;
  if (FALSE.includes(text)) return false;
  throw badRequest(`${field.name}: not true or false`);
}

/** By name or by number, of the numbers that have a name. */
function enumValue(field: FieldDescriptor, text: string): Json {
  if (!/^-?[0-9]{1,10}$/.test(text)) return text;
  const number = Number(text);
  if (field.enum?.byNumber[number] !== undefined) return number;
  throw badRequest(`${field.name}: not a value of ${field.enum?.name ?? "the enum"}`);
}
