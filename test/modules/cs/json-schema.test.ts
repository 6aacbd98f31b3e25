import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalText,
  ID_PLACEHOLDER,
  isObject,
  readJsonSchema,
  storedForm,
} from "../../../src/modules/cs/json-schema.js";
import { readJson } from "../../../src/modules/cs/json-text.js";

interface Vector {
  readonly name: string;
  readonly text: string;
  readonly fault?: string;
}

const VECTORS: readonly Vector[] = JSON.parse(
  readFileSync(new URL("../../vectors/json-schemas.json", import.meta.url), "utf8"),
);

const hostileName = fc.constantFrom(
  "type",
  "properties",
  "items",
  "$ref",
  "$id",
  "$schema",
  "$defs",
  "$dynamicRef",
  "pattern",
  "patternProperties",
  "required",
  "enum",
  "const",
  "not",
  "allOf",
  "dependentRequired",
  "dependencies",
  "uniqueItems",
  "__proto__",
  "constructor",
  "valueOf",
  "toString",
  "toJSON",
  "VPR_CREDENTIAL_SCHEMA_ID",
  "1",
  "",
);

const objectText = (members: readonly (readonly [string, string])[]): string =>
  `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(" ,")}}`;

/** A JSON text as someone hostile would write it: deep, odd names, escapes, equal names, odd numbers. */
const hostileText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom("null", "true", "0", "-0", "1e400", "1E3", "1.50", "01", '""', "[]", "{}"),
    fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
    fc.constantFrom('"\\ud800"', '"\\u0061"', '"object"', '"VPR_CREDENTIAL_SCHEMA_ID"', '"("'),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    fc.array(fc.tuple(hostileName, tie("value")), { maxLength: 5 }).map(objectText),
  ),
})).value;

describe("a JSON text", () => {
  it("[D-CS-03] reads what the runtime reads, where it reads it at all", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const reading = readJson(text);
        if (!reading.ok) return;
        expect(reading.value).toEqual(JSON.parse(text));
      }),
    );
  });

  it("[D-CS-03] reads every text that the runtime prints", () => {
    const printable = fc.jsonValue({ maxDepth: 5, noUnicodeString: false });
    fc.assert(
      fc.property(printable, fc.constantFrom(0, 2), (value, indent) => {
        expect(readJson(JSON.stringify(value, null, indent))).toEqual({
          ok: true,
          value: JSON.parse(JSON.stringify(value)),
        });
      }),
    );
  });

  it("[D-CS-03] refuses any text cut short or with something behind it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (value, seed) => {
        const text = JSON.stringify(value);
        expect(readJson(text.slice(0, seed % text.length)).ok).toBe(false);
        expect(readJson(`${text}x`).ok).toBe(false);
      }),
    );
  });

  it("[D-CS-03] keeps __proto__ as a member and leaves prototypes alone", () => {
    const reading = readJson('{"__proto__":{"polluted":1}}');
    const value = reading.ok && isObject(reading.value) ? reading.value : {};
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect("polluted" in {}).toBe(false);
  });

  it("[D-CS-03] answers a million brackets at once", () => {
    expect(readJson("[".repeat(1_000_000))).toMatchObject({ ok: false, fault: "nested too deep" });
  });
});

describe("a JSON Schema", () => {
  it.each(VECTORS.map((v) => [v.name, v] as const))("[D-CS-03] vector: %s", (_name, vector) => {
    const reading = readJsonSchema(vector.text);
    expect(reading.ok ? undefined : reading.fault).toBe(vector.fault);
  });

  it("[D-CS-03] is judged or refused, never a crash, and storing it is stable", () => {
    const schema = fc.array(fc.tuple(hostileName, hostileText), { maxLength: 6 }).map(objectText);
    fc.assert(
      fc.property(schema, (text) => {
        const reading = readJsonSchema(text);
        if (!reading.ok) return;
        const stored = storedForm(reading.schema, 7n, "vpr:x/7");
        if (!stored.ok) return;
        const again = readJsonSchema(stored.text);
        expect(again.ok && canonicalText(again.schema)).toBe(stored.text);
        expect(stored.text).not.toContain(ID_PLACEHOLDER);
      }),
      { numRuns: 400 },
    );
  });

  it("[D-CS-03] is judged once for the stages of a message, whatever is stored between", () => {
    const [text, other] = ['{"title":"a"}', '{"type":"nothing"}'];
    const first = readJsonSchema(text);
    if (first.ok) storedForm(first.schema, 7n, "vpr:x/7");
    expect(readJsonSchema(text)).toBe(first);
    expect(readJsonSchema(other)).toMatchObject({ ok: false, fault: "against its meta-schema" });
    expect(readJsonSchema(text)).toEqual(first);
  });

  it("[D-CS-03] long lists of types and names take no time worth naming", () => {
    const numbers = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => i));
    const names = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => `n${i}`));
    const started = process.hrtime.bigint();
    expect(readJsonSchema(`{"type":${numbers}}`).ok).toBe(false);
    expect(readJsonSchema(`{"type":${names}}`).ok).toBe(false);
    expect(readJsonSchema(`{"required":${names}}`).ok).toBe(true);
    expect(process.hrtime.bigint() - started).toBeLessThan(5_000_000_000n);
  });
});

describe("the canonical form", () => {
  it("[MOD-CS-MSG-1-3] is that of RFC 8785: sorted by UTF-16 units, shortest numbers and escapes", () => {
    const text =
      '{ "\\u20ac": 1, "\\r": 2, "\\ufb33": 3, "1": 4, "\\ud83d\\ude00": 5, "\\u0080": 6, "\\u00f6": 7, "__proto__": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001, -0], "s": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/" }';
    const reading = readJson(text);
    const value = reading.ok && isObject(reading.value) ? reading.value : {};
    expect(canonicalText(value)).toBe(
      '{"\\r":2,"1":4,"__proto__":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"s":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/","\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    );
  });
});
