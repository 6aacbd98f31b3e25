import { describe, expect, it } from "vitest";
import {
  ChainError,
  defineErrors,
  ensure,
  type Facts,
  GRPC_CODE,
  refuse,
  registeredErrors,
} from "../../src/keeper/errors.js";
import { sdkErrors, undefinedErrors } from "../../src/keeper/sdk-errors.js";
import { frozen } from "../support/vectors.js";

const testErrors = defineErrors("test", {
  broken: [2, "it is broken"],
  missing: [3, "no such thing", "NotFound"],
});

const message = (facts: Facts): string => new ChainError(testErrors.broken, facts).message;

describe("a refusal", () => {
  it("[D-TX-07] carries codespace, number, gRPC status and rule", () => {
    const refused = () => ensure(false, "MOD-PP-MSG-7-2-1", testErrors.missing, { id: 7n });
    expect(refused).toThrow(ChainError);
    try {
      refused();
    } catch (error) {
      expect(error).toMatchObject({
        kind: { codespace: "test", code: 3, name: "missing", grpc: "NotFound" },
        rule: "MOD-PP-MSG-7-2-1",
        message: "no such thing id=7 [MOD-PP-MSG-7-2-1]",
      });
    }
    expect(testErrors.broken.grpc).toBe("FailedPrecondition");
    expect(GRPC_CODE[testErrors.missing.grpc]).toBe(5);
    expect(() => ensure(true, "MOD-PP-MSG-7-2-1", testErrors.missing)).not.toThrow();
  });

  it("wraps its text as Cosmos SDK does when it has a log", () => {
    const log = "account sequence mismatch, expected 5, got 4";
    expect(() => refuse(sdkErrors.wrongSequence, { log })).toThrow(
      "account sequence mismatch, expected 5, got 4: incorrect account sequence",
    );
    expect(new ChainError(sdkErrors.noSignatures).message).toBe("no signatures supplied");
    expect(new ChainError(undefinedErrors.internal, { log: "got nothing" }).message).toBe(
      "got nothing",
    );
    expect(new ChainError(undefinedErrors.internal).message).toBe("internal error");
  });

  it("shows facts that cannot forge another one", () => {
    expect(message({ did: "did:example:1", amount: 12n, n: 3, ok: false, gone: undefined })).toBe(
      "it is broken did=did:example:1 amount=12 n=3 ok=false",
    );
    expect(message({ a: "x b=y" })).toBe('it is broken a="x b=y"');
    expect(message({ a: 'x" b="y' })).toBe('it is broken a="x\\" b=\\"y"');
    expect(message({ a: "" })).toBe('it is broken a=""');
    expect(message({ a: "1\n[error] all is lost" })).toBe(
      'it is broken a="1\\u{a}[error] all is lost"',
    );
    expect(message({ a: "\u202eevil\u0000\ud800" })).toBe(
      'it is broken a="\\u{202e}evil\\u{0}\\u{d800}"',
    );
    expect(message({ log: "line\nbreak" })).toBe("line\\u{a}break: it is broken");
  });

  it("shows no more than a part of an endless text", () => {
    expect(message({ a: "z".repeat(1_000_000) }).length).toBeLessThan(300);
    expect(message({ a: "\0".repeat(1_000_000) }).length).toBeLessThan(1500);
    expect(message({ log: "z".repeat(1_000_000) }).length).toBeLessThan(4500);
  });
});

describe("the register of errors", () => {
  it("refuses a number that is taken, and numbers that are none", () => {
    expect(() => defineErrors("test", { again: [2, "again"] })).toThrow(TypeError);
    for (const code of [0, -1, 1.5, 2 ** 32]) {
      expect(() => defineErrors("test", { odd: [code, "odd"] })).toThrow(TypeError);
    }
  });

  it("lists what was registered in order", () => {
    const own = registeredErrors().filter(({ codespace }) => codespace === "test");
    expect(own).toEqual([testErrors.broken, testErrors.missing]);
  });

  it("[D-TX-07] has the number and text of every root error that the reference was seen to give", () => {
    const seen = new Map<number, string>();
    const walk = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      const { codespace, code, log } = value as Readonly<Record<string, unknown>>;
      if (
        codespace === "sdk" &&
        typeof code === "number" &&
        typeof log === "string" &&
        log !== ""
      ) {
        seen.set(code, log);
      }
      for (const part of Object.values(value)) walk(part);
    };
    walk(frozen("tx-reject"));
    expect(seen.size).toBeGreaterThan(10);
    for (const [code, log] of seen) {
      const kind = Object.values(sdkErrors).find((known) => known.code === code);
      expect(log, `sdk ${code}`).toContain(kind?.text ?? "an error that is not registered");
    }
  });
});
