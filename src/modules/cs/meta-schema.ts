import { Ajv, type AnySchemaObject } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import canonicalize from "canonicalize";
import type { Json } from "../../keeper/query.js";

type JsonObject = { readonly [name: string]: Json };
type Judge = (document: Json) => boolean;

/** Drafts of JSON Schema that a credential schema may be written in [D-CS-03]. */
const DRAFTS = {
  "https://json-schema.org/draft/2020-12/schema": Ajv2020,
  "https://json-schema.org/draft/2019-09/schema": Ajv2019,
  "http://json-schema.org/draft-07/schema": Ajv,
} as const;

type Draft = keyof typeof DRAFTS;

const DEFAULT_DRAFT: Draft = "https://json-schema.org/draft/2020-12/schema";

const judges = new Map<Draft, Judge>();

/** The draft that `$schema` names; the newest when it is absent; undefined for any other. */
export function draftOf(document: JsonObject): Draft | undefined {
  if (!Object.hasOwn(document, "$schema")) return DEFAULT_DRAFT;
  const name = document.$schema;
  if (typeof name !== "string") return undefined;
  const bare = name.endsWith("#") ? name.slice(0, -1) : name;
  return Object.hasOwn(DRAFTS, bare) ? (bare as Draft) : undefined;
}

/**
 * True when the document is valid against the meta-schema of its draft. The document is data here:
 * it is never compiled, so that no regular expression of it is built and no reference followed.
 */
export function fitsMetaSchema(document: JsonObject, draft: Draft): boolean {
  let judge = judges.get(draft);
  if (judge === undefined) {
    judge = judgeFor(draft);
    judges.set(draft, judge);
  }
  return judge(document);
}

function judgeFor(draft: Draft): Judge {
  const ajv = new DRAFTS[draft]({
    strict: false,
    validateFormats: false,
    logger: false,
    messages: false,
  });
  // The library compares all pairs, which takes minutes for a large list, and trips over members
  // called `valueOf`. Equal values have equal canonical texts.
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    validate: (wanted: boolean, items: readonly unknown[]) =>
      !wanted || new Set(items.map((item) => canonicalize(item))).size === items.length,
  });
  const judge = ajv.getSchema<AnySchemaObject>(draft);
  if (judge === undefined) throw new TypeError(`no meta-schema for ${draft}`);
  return (document) => judge(document) === true;
}
