import { registry } from "../gen/registry.js";
import { oneofName } from "../wire/amino-json.js";
import { type Any, type FieldDescriptor, type MessageType, WireError } from "../wire/descriptor.js";
import { parseDecText, parseInt256 } from "../wire/number.js";
import { parseTimestamp } from "../wire/time.js";

/** A value of legacy amino JSON. */
export type AminoJson =
  | null
  | boolean
  | number
  | string
  | readonly AminoJson[]
  | { readonly [name: string]: AminoJson };

type AminoObject = { readonly [name: string]: AminoJson };

const byAminoName = new Map<string, MessageType>(
  registry.types.flatMap((type) => (type.aminoName === undefined ? [] : [[type.aminoName, type]])),
);

/**
 * Reads the amino JSON of a message without its frame back into the message: the inverse of the
 * sign document's printing. Throws WireError on what no document holds.
 */
export function readAmino<T>(type: MessageType<T>, json: AminoJson): T {
  const object = asObject(json, type.name);
  const values: Record<string, unknown> = {};
  for (const field of type.fields) {
    const part = partOf(object, field);
    if (part !== undefined && part !== null) values[field.key] = readField(field, part);
  }
  return type.create(values as Partial<T>);
}

/** What stands for a field; a member of a oneof stands under the name of that, with its own. */
function partOf(object: AminoObject, field: FieldDescriptor): AminoJson | undefined {
  const wrap = field.amino?.wrap;
  if (field.oneof === undefined || wrap === undefined)
    return object[field.amino?.name ?? field.name];
  const slot = object[oneofName(field.oneof)];
  if (slot === undefined || slot === null) return undefined;
  const { type, value = null } = asObject(slot, field.oneof);
  return type === wrap ? asObject(value, wrap)[field.name] : undefined;
}

/** Reads `{"type":…,"value":…}` into a packed message. Throws WireError for unknown names. */
export function readAminoAny(json: AminoJson): Any {
  const { type: name, value } = asObject(json, "a packed message");
  const text = String(name);
  const type = byAminoName.get(text) ?? registry.byUrl(text);
  if (type === undefined || value === undefined) throw new WireError(`unknown amino name ${text}`);
  if (typeof value === "string") return packKey(type, value);
  return { typeUrl: type.typeUrl, value: type.encode(readAmino(type, value)) };
}

/** A public key, printed as bare base64 of its one field. */
function packKey(type: MessageType, base64: string): Any {
  const key = Buffer.from(base64, "base64");
  return { typeUrl: type.typeUrl, value: type.encode(type.create({ key })) };
}

function readField(field: FieldDescriptor, json: AminoJson): unknown {
  if (!field.repeated) return readOne(field, json);
  if (!Array.isArray(json)) throw new WireError(`${field.name} is no list`);
  return json.map((item: AminoJson) => readOne(field, item));
}

function readOne(field: FieldDescriptor, json: AminoJson): unknown {
  switch (field.kind) {
    case "message":
      return field.message === undefined ? undefined : readAmino(field.message(), json);
    case "any":
      return readAminoAny(json);
    case "timestamp":
      return parseTimestamp(String(json));
    case "duration":
      return BigInt(String(json));
    case "bytes":
      return new Uint8Array(Buffer.from(String(json), "base64"));
    case "uint64":
    case "int64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return BigInt(String(json));
    case "string":
      return field.custom === undefined ? json : readNumber(field, String(json));
    default:
      return json;
  }
}

function readNumber(field: FieldDescriptor, text: string): bigint {
  return field.custom === "dec" ? parseDecText(text) : parseInt256(text);
}

function asObject(json: AminoJson, what: string): AminoObject {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new WireError(`${what} is no object`);
  }
  return json as AminoObject;
}
