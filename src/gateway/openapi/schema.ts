import type { FieldDescriptor, MessageType } from "../../wire/descriptor.js";

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 takes it. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** A schema that stands under its name in the document. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const UNSIGNED: Schema = { type: "string", pattern: "^[0-9]{1,20}$", format: "uint64" };
const SIGNED: Schema = { type: "string", pattern: "^-?[0-9]{1,19}$", format: "int64" };
const INTEGER: Schema = { type: "integer" };

const KINDS: Readonly<Record<Exclude<FieldDescriptor["kind"], "message" | "map">, Schema>> = {
  uint64: UNSIGNED,
  fixed64: UNSIGNED,
  int64: SIGNED,
  sint64: SIGNED,
  sfixed64: SIGNED,
  uint32: INTEGER,
  int32: INTEGER,
  sint32: INTEGER,
  fixed32: INTEGER,
  sfixed32: INTEGER,
  bool: { type: "boolean" },
  string: { type: "string" },
  bytes: { type: "string", contentEncoding: "base64" },
  double: { type: "number" },
  float: { type: "number" },
  enum: { type: "string" },
  timestamp: { type: "string", format: "date-time" },
  duration: { type: "string", pattern: "^-?[0-9.]+s$" },
  any: {
    type: "object",
    properties: { "@type": { type: "string" } },
    required: ["@type"],
  },
};

/** Fields of the registry's messages above this number are ours, and not printed. */
const SHARED_FIELDS = 100;

/** The schemas of messages by their names, each made when something refers to it. */
export class MessageSchemas {
  readonly #schemas = new Map<string, Schema>();

  /** All that were asked for. */
  get all(): Readonly<Record<string, Schema>> {
    const byName = [...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(byName);
  }

  /** The proto3 JSON of a message. */
  of(type: MessageType): Schema {
    if (!this.#schemas.has(type.name)) {
      // A message may hold itself: its name stands before its fields are looked at.
      this.#schemas.set(type.name, {});
      this.#schemas.set(type.name, this.#object(type));
    }
    return ref(type.name);
  }

  /** A field's value, without its list. */
  value(field: FieldDescriptor): Schema {
    if (field.custom !== undefined) {
      return { type: "string", pattern: field.custom === "int" ? "^-?[0-9]+$" : "^-?[0-9.]+$" };
    }
    if (field.kind === "map") return this.#map(field);
    if (field.kind === "message")
      return field.message === undefined ? {} : this.of(field.message());
    if (field.kind !== "enum" || field.enum === undefined) return KINDS[field.kind];
    return { type: "string", enum: Object.keys(field.enum.byName) };
  }

  #object(type: MessageType): Schema {
    const shared = type.name.startsWith("verana.");
    const fields = type.fields.filter(({ no }) => !shared || no <= SHARED_FIELDS);
    return {
      type: "object",
      properties: Object.fromEntries(fields.map((field) => [field.name, this.#printed(field)])),
    };
  }

  #printed(field: FieldDescriptor): Schema {
    const value = this.value(field);
    if (field.kind === "map") return value;
    if (field.repeated) return { type: "array", items: value };
    return OFTEN_NULL.includes(field.kind) ? { anyOf: [value, { type: "null" }] } : value;
  }

  #map({ map }: FieldDescriptor): Schema {
    return { type: "object", additionalProperties: map === undefined ? {} : this.value(map.value) };
  }
}

/** What prints as null where nobody set it. */
const OFTEN_NULL: readonly FieldDescriptor["kind"][] = [
  "message",
  "timestamp",
  "duration",
  "any",
  "bytes",
];
