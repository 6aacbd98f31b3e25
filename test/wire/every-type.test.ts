import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registry } from "../../src/gen/registry.js";
import { jsonPrinter } from "../../src/wire/json-printer.js";
import { escapedJson } from "../../src/wire/json-text.js";
import { toJson } from "../../src/wire/proto-json.js";
import { fromJson } from "../../src/wire/proto-json-read.js";
import { valuesOf } from "./arbitrary.js";

const RUNS = { numRuns: 8 };

describe("every message type", () => {
  it("stands in the registry once, with fields in ascending order and keys that differ", () => {
    expect(registry.types.length).toBeGreaterThan(800);
    expect(new Set(registry.types.map((t) => t.name)).size).toBe(registry.types.length);
    for (const type of registry.types) {
      const numbers = type.fields.map((f) => f.no);
      expect(numbers, type.name).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      expect(new Set(type.fields.map((f) => f.key)).size, type.name).toBe(numbers.length);
    }
  });

  it("decodes what it encodes, to the same value and the same bytes", () => {
    for (const type of registry.types) {
      fc.assert(
        fc.property(valuesOf(type), (value) => {
          const bytes = type.encode(value);
          const back = type.decode(bytes);
          expect(back, type.name).toStrictEqual(value);
          expect(type.encode(back), type.name).toStrictEqual(bytes);
        }),
        RUNS,
      );
    }
  });

  it("reads its own JSON back", () => {
    for (const type of registry.types) {
      fc.assert(
        fc.property(valuesOf(type, 1), (value) => {
          const written = JSON.stringify(toJson(type, value, { registry }));
          expect(fromJson(type, JSON.parse(written), registry), type.name).toStrictEqual(value);
        }),
        RUNS,
      );
    }
  });

  it("prints as text what a gateway prints of its JSON, with and without our own fields", () => {
    for (const type of registry.types) {
      for (const options of [{ registry }, { registry, maxFieldNumber: 100 }]) {
        const print = jsonPrinter(type, options);
        fc.assert(
          fc.property(valuesOf(type, 1), (value) => {
            expect(print(value), type.name).toBe(escapedJson(toJson(type, value, options)));
          }),
          RUNS,
        );
      }
    }
  });

  it("decodes no bytes to the zero value of create", () => {
    for (const type of registry.types) {
      expect(type.decode(new Uint8Array(0)), type.name).toStrictEqual(type.create());
    }
  });

  it("never fails but with a WireError, whatever the bytes", () => {
    for (const type of registry.types) {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
          try {
            type.encode(type.decode(bytes));
          } catch (error) {
            expect((error as Error).name, type.name).toBe("WireError");
          }
        }),
        { numRuns: 20 },
      );
    }
  });
});
