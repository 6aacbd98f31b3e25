import canonicalize from "canonicalize";
import type { Json } from "../../keeper/query.js";
import { type JsonFault, readJson } from "./json-text.js";
import { draftOf, fitsMetaSchema } from "./meta-schema.js";

/** What stands for the id of a schema that is not created yet [D-CS-02]. */
export const ID_PLACEHOLDER = "VPR_CREDENTIAL_SCHEMA_ID";

/** Why a document is refused as a JSON schema [D-CS-03]. */
export type SchemaFault = JsonFault | "no object" | "unknown draft" | "against its meta-schema";

/** A JSON schema as an object, in the order in which it was written. */
export type JsonSchema = { readonly [name: string]: Json };

/** What {@link readJsonSchema} found. */
export type SchemaReading =
  | { readonly ok: true; readonly schema: JsonSchema }
  | { readonly ok: false; readonly fault: SchemaFault };

let last: { readonly text: string; readonly reading: SchemaReading } | undefined;

/**
 * [D-CS-03] A JSON object, valid against the meta-schema of its draft. The stages of one message ask
 * for the same text, and judging is dear: the last answer is given again.
 */
export function readJsonSchema(text: string): SchemaReading {
  if (last?.text !== text) last = { text, reading: judgedText(text) };
  return last.reading;
}

function judgedText(text: string): SchemaReading {
  const reading = readJson(text);
  return reading.ok ? judge(reading.value) : { ok: false, fault: reading.fault };
}

function judge(value: Json): SchemaReading {
  if (!isObject(value)) return { ok: false, fault: "no object" };
  const draft = draftOf(value);
  if (draft === undefined) return { ok: false, fault: "unknown draft" };
  if (!fitsMetaSchema(value, draft)) return { ok: false, fault: "against its meta-schema" };
  return { ok: true, schema: value };
}

/** What {@link storedForm} made. */
export type StoredForm =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: SchemaFault };

/**
 * [D-CS-02] The text that is stored for a schema with this id: every placeholder replaced by the
 * id, `$id` set where the author left it out or gave one without a placeholder, RFC 8785 form. The
 * replacement can make two names equal or a value invalid, which is refused as in any other schema.
 */
export function storedForm(schema: JsonSchema, id: bigint, generatedId: string): StoredForm {
  const given = Object.hasOwn(schema, "$id") ? schema.$id : undefined;
  const kept = typeof given === "string" && given.includes(ID_PLACEHOLDER);
  const named = kept ? schema : { ...schema, $id: generatedId };
  // The placeholder has no character that JSON escapes: in canonical text it stands as it is.
  const filled = judgedText(canonicalText(named).replaceAll(ID_PLACEHOLDER, id.toString()));
  return filled.ok ? { ok: true, text: canonicalText(filled.schema) } : filled;
}

/** Default of the generated `$id`: `vpr:verana:<network>/cs/v1/js/<id>` [D-CS-02]. */
export const generatedSchemaId = (network: string, id: bigint): string =>
  `vpr:verana:${network}/cs/v1/js/${id}`;

/** RFC 8785 form of a document. */
export function canonicalText(document: JsonSchema): string {
  const text = canonicalize(document);
  if (text === undefined) throw new TypeError("a document without canonical form");
  return text;
}

/** True for an object: no list, no null. */
export function isObject(value: Json): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
