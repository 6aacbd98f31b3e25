import type { Schema } from "./schema.js";

/** Examples of parameters by their names: the page offers them, and every one of them is well formed. */
const BY_NAME: Readonly<Record<string, string>> = {
  id: "1",
  height: "1",
  denom: "uvna",
  did: "did:example:acme",
  hash: "0000000000000000000000000000000000000000000000000000000000000000",
  query: "tx.height=1",
  path: "/store/bank/key",
  digest: "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26",
  amount: "1000",
};

/** An example of a parameter; undefined where the schema says enough. */
export function exampleOf(name: string, schema: Schema): unknown {
  const known = BY_NAME[name];
  if (known !== undefined && schema.type === "string") return known;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (schema.format === "uint64" || schema.format === "int64") return "1";
  if (schema.format === "date-time") return "2026-01-31T12:00:00Z";
  return undefined;
}
