import { describe, expect, it } from "vitest";
import { registry } from "../../src/gen/registry.js";
import { type MessageType, WireError } from "../../src/wire/descriptor.js";
import { type Json, toJson } from "../../src/wire/proto-json.js";
import { fromJson } from "../../src/wire/proto-json-read.js";
import { recode } from "../../src/wire/recode.js";
import { holdsOddNumber } from "../support/number-texts.js";
import { OWN_VECTORS, vector } from "../support/vectors.js";

interface Entry {
  readonly type_url?: string;
  readonly type_urls?: readonly string[];
  readonly sample: string;
  readonly json: unknown;
  readonly proto: string | readonly string[];
  readonly proto_canonical?: string | readonly string[];
}

interface Case {
  readonly title: string;
  readonly type: MessageType;
  readonly proto: Uint8Array;
  readonly canonical: string;
  readonly json: Json;
}

function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

function casesOf(entry: Entry): Case[] {
  const urls = entry.type_urls ?? [entry.type_url ?? ""];
  return urls.map((url, i) => {
    const type = registry.byUrl(url);
    if (type === undefined) throw new Error(`no type ${url}`);
    const proto = list(entry.proto)[i] ?? "";
    const canonical = list(entry.proto_canonical ?? entry.proto)[i] ?? "";
    const json = (entry.type_urls === undefined ? entry.json : (entry.json as Json[])[i]) as Json;
    return {
      title: `${url} ${entry.sample}`,
      type,
      proto: Buffer.from(proto, "hex"),
      canonical,
      json,
    };
  });
}

const { entries } = vector("signing") as { readonly entries: readonly Entry[] };
const cases = entries.flatMap(casesOf);
/** [D-TX-02] Number texts that the reference reads and we refuse. */
const isOdd = ({ type, proto }: Case): boolean => holdsOddNumber(type, proto);
const accepted = cases.filter((c) => !isOdd(c));

/** A decimal that the sender left out prints as "0" in the reference; here it has its 18 decimals like any other. */
function zeroDecimals(type: MessageType, json: Json): Json {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
  const entries = Object.entries(json).map(([name, value]): [string, Json] => {
    const field = type.fields.find((f) => f.name === name);
    const url = (value as { "@type"?: string } | null)?.["@type"];
    const inner = url === undefined ? field?.message?.() : registry.byUrl(url);
    if (field?.custom?.startsWith("dec") && value === "0") return [name, "0.000000000000000000"];
    if (inner === undefined) {
      const items = Array.isArray(value) ? value.map((v) => packedZeros(v as Json)) : value;
      return [name, items];
    }
    const one = (v: Json) => zeroDecimals(inner, v);
    return [name, Array.isArray(value) ? value.map(one) : one(value)];
  });
  return Object.fromEntries(entries);
}

function packedZeros(json: Json): Json {
  const type = registry.byUrl((json as { "@type"?: string } | null)?.["@type"] ?? "");
  return type === undefined ? json : zeroDecimals(type, json);
}

describe("the messages of the signing vectors", () => {
  it.runIf(OWN_VECTORS)("are all there", () => {
    expect(accepted.length).toBe(cases.length - 8);
    expect(accepted.length).toBeGreaterThan(470);
  });

  it.each(accepted)("$title: re-encodes to the canonical bytes", ({ type, proto, canonical }) => {
    expect(Buffer.from(recode(type, proto, registry)).toString("hex")).toBe(canonical);
  });

  it.each(accepted)(
    "$title: prints the reference's JSON and reads it back",
    ({ type, proto, canonical, json }) => {
      const printed = toJson(type, type.decode(proto), { registry });
      expect(printed).toEqual(zeroDecimals(type, json));
      const read = fromJson(type, JSON.parse(JSON.stringify(printed)), registry);
      expect(Buffer.from(type.encode(read)).toString("hex")).toBe(canonical);
    },
  );

  it.each(cases.filter(isOdd))(
    "[D-TX-02] $title: is refused for its number text",
    ({ type, proto }) => {
      const decode = () => type.decode(proto);
      expect(decode).toThrow(WireError);
      expect(decode).toThrow(expect.objectContaining({ reason: "number" }));
    },
  );
});
