import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QueryBalanceResponse, SendEnabled } from "../../src/gen/cosmos/bank/v1beta1.js";
import { Coin } from "../../src/gen/cosmos/base/v1beta1.js";
import { MsgGrantAllowance, PeriodicAllowance } from "../../src/gen/cosmos/feegrant/v1beta1.js";
import { ModeInfo, SignDoc, TxBody } from "../../src/gen/cosmos/tx/v1beta1.js";
import { registry } from "../../src/gen/registry.js";
import { QueryGetCorporationResponse } from "../../src/gen/verana/co/v1.js";
import { Ecosystem } from "../../src/gen/verana/ec/v1.js";
import { MsgStartParticipantOP } from "../../src/gen/verana/pp/v1.js";
import { TrustDepositRecord } from "../../src/gen/verana/td/v1.js";
import type { MessageType } from "../../src/wire/descriptor.js";
import { decText, parseDecText, parseInt256 } from "../../src/wire/number.js";
import { toJson } from "../../src/wire/proto-json.js";
import { fromJson, JsonError } from "../../src/wire/proto-json-read.js";
import {
  durationText,
  parseDuration,
  parseTimestamp,
  timestampText,
  ZERO_TIME,
} from "../../src/wire/time.js";

const print = <T>(type: MessageType<T>, init: Partial<T> = {}) =>
  toJson(type, type.create(init), { registry });
const read = <T>(type: MessageType<T>, json: unknown) => fromJson(type, json, registry);

describe("printing", () => {
  it("prints every default, and null for what is absent", () => {
    expect(print(MsgStartParticipantOP)).toMatchObject({
      role: "UNSPECIFIED",
      validator_participant_id: "0",
      validation_fees: null,
      vs_operator_authz_spend_limit: [],
      vs_operator_authz_with_feegrant: false,
      vs_operator_authz_period: null,
    });
  });

  it("prints an enum number without a name as the number", () => {
    expect(print(MsgStartParticipantOP, { role: 99 })).toMatchObject({ role: 99 });
  });

  it("leaves out the members of a oneof that are not set", () => {
    expect(print(ModeInfo, { single: { mode: 1 } })).toEqual({
      single: { mode: "SIGN_MODE_DIRECT" },
    });
    expect(print(ModeInfo)).toEqual({});
  });

  it("prints bytes in base64 and absent bytes as null", () => {
    expect(print(SignDoc, { bodyBytes: Uint8Array.of(251, 255) })).toMatchObject({
      body_bytes: "+/8=",
      auth_info_bytes: null,
    });
  });

  it("prints decimals with 18 digits", () => {
    expect(print(TrustDepositRecord, { share: 15n * 10n ** 17n })).toMatchObject({
      share: "1.500000000000000000",
    });
  });

  it("leaves out fields above maxFieldNumber, nested ones too", () => {
    const ecosystem = Ecosystem.create({ id: 1n, archivedAt: 5n });
    expect(toJson(Ecosystem, ecosystem, { registry })).toHaveProperty("archived_at");
    expect(toJson(Ecosystem, ecosystem, { registry, maxFieldNumber: 100 })).not.toHaveProperty(
      "archived_at",
    );
    const answer = QueryGetCorporationResponse.create();
    const json = toJson(QueryGetCorporationResponse, answer, { registry, maxFieldNumber: 100 });
    expect(json.corporation).not.toHaveProperty("archived");
  });

  it("expands an Any, and prints the bytes of one that it cannot read", () => {
    const coin = { typeUrl: Coin.typeUrl, value: Coin.encode({ denom: "a", amount: 1n }) };
    const broken = { typeUrl: Coin.typeUrl, value: Uint8Array.of(0xff) };
    const unknown = { typeUrl: "/no.such.Type", value: Uint8Array.of(1) };
    expect(print(TxBody, { messages: [coin, broken, unknown] }).messages).toEqual([
      { "@type": Coin.typeUrl, denom: "a", amount: "1" },
      { "@type": Coin.typeUrl, value: "/w==" },
      { "@type": "/no.such.Type", value: "AQ==" },
    ]);
  });

  it("prints text that is no UTF-8 with replacement characters", () => {
    const body = TxBody.decode(Uint8Array.of(0x12, 3, 0x61, 0xff, 0x62));
    expect(toJson(TxBody, body, { registry })).toMatchObject({ memo: "a\ufffdb" });
  });
});

describe("reading", () => {
  it("takes 64-bit numbers as text or number, names in both cases, enums by name or number", () => {
    const value = read(MsgStartParticipantOP, {
      validatorParticipantId: 7,
      role: "HOLDER",
      validation_fees: { value: "18446744073709551615" },
      vs_operator_authz_period: null,
    });
    expect(value).toMatchObject({
      validatorParticipantId: 7n,
      role: 6,
      validationFees: { value: (1n << 64n) - 1n },
    });
    expect(value.vsOperatorAuthzPeriod).toBeUndefined();
    expect(read(MsgStartParticipantOP, { role: 3 }).role).toBe(3);
  });

  it("packs an Any, and refuses an unknown type", () => {
    const json = { allowance: { "@type": PeriodicAllowance.typeUrl, period: "1.5s" } };
    const any = read(MsgGrantAllowance, json).allowance;
    expect(PeriodicAllowance.decode(any?.value ?? new Uint8Array(0)).period).toBe(1_500_000_000n);
    expect(() => read(MsgGrantAllowance, { allowance: { "@type": "/no.such.Type" } })).toThrow(
      JsonError,
    );
    expect(() => read(MsgGrantAllowance, { allowance: {} })).toThrow("allowance: unknown @type");
  });

  it.each([
    ["an unknown field", Coin, { denomination: "a" }, "denomination: unknown field"],
    [
      "a field given under both names",
      MsgStartParticipantOP,
      { vs_operator: "a", vsOperator: "b" },
      "given twice",
    ],
    ["a list for an object", QueryBalanceResponse, [], "not an object"],
    ["an object for a list", TxBody, { messages: {} }, "messages: not a list"],
    ["a number for a text", Coin, { denom: 5 }, "denom: not a text"],
    ["a number for an amount", Coin, { amount: 5 }, "amount: not a text"],
    ["a text for a bool", SendEnabled, { enabled: "true" }, "enabled: not true or false"],
    ["a fraction", SignDoc, { account_number: 1.5 }, "account_number: not an integer"],
    [
      "a number that JSON cannot hold exactly",
      SignDoc,
      { account_number: 2 ** 60 },
      "not an integer",
    ],
    ["a negative uint64", SignDoc, { account_number: "-1" }, "integer out of range"],
    [
      "a uint64 of 65 bits",
      SignDoc,
      { account_number: "18446744073709551616" },
      "integer out of range",
    ],
    ["bytes that are no base64", SignDoc, { body_bytes: "a!" }, "body_bytes: not base64"],
    [
      "an enum name that is none",
      MsgStartParticipantOP,
      { role: "KING" },
      "role: not a value of verana.pp.v1.ParticipantRole",
    ],
    [
      "a name that every object has",
      MsgStartParticipantOP,
      { role: "constructor" },
      "role: not a value",
    ],
    ["two members of a oneof", ModeInfo, { single: {}, multi: {} }, "two members of sum"],
    [
      "an error within a list",
      TxBody,
      { messages: [{ "@type": Coin.typeUrl, amount: "x" }] },
      "messages[0].amount: number text not accepted",
    ],
  ] as [string, MessageType, unknown, string][])(
    "refuses %s and says where",
    (_, type, json, message) => {
      expect(() => read(type, json)).toThrow(JsonError);
      expect(() => read(type, json)).toThrow(message);
    },
  );
});

describe("times as text", () => {
  it("prints 0, 3, 6 or 9 digits", () => {
    expect([0n, 120_000_000n, 1000n, 1n, -1n].map(timestampText)).toEqual([
      "1970-01-01T00:00:00Z",
      "1970-01-01T00:00:00.120Z",
      "1970-01-01T00:00:00.000001Z",
      "1970-01-01T00:00:00.000000001Z",
      "1969-12-31T23:59:59.999999999Z",
    ]);
    expect(timestampText(ZERO_TIME)).toBe("0001-01-01T00:00:00Z");
    expect([86_400_000_000_000n, -1n, -1_500_000_000n].map(durationText)).toEqual([
      "86400s",
      "-0.000000001s",
      "-1.500s",
    ]);
  });

  it("agrees with the platform on every day", () => {
    const bounds = { min: -62_135_596_800_000, max: 253_402_300_799_999 };
    fc.assert(
      fc.property(fc.integer(bounds), (ms) => {
        const text = timestampText(BigInt(ms) * 1_000_000n);
        expect(Date.parse(text)).toBe(ms);
        expect(parseTimestamp(text)).toBe(BigInt(ms) * 1_000_000n);
      }),
      { numRuns: 500 },
    );
  });

  it("tells the last nanosecond of a second from the next one, in every year", () => {
    const bounds = { min: -62_135_596_800n, max: 253_402_300_798n };
    const near = fc.constantFrom(-1n, 0n, 1n, 500_000_001n);
    const property = fc.property(fc.bigInt(bounds), near, (seconds, nanos) => {
      const time = seconds * 1_000_000_000n + nanos;
      fc.pre(time >= ZERO_TIME);
      expect(parseTimestamp(timestampText(time))).toBe(time);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it("reads offsets", () => {
    expect(parseTimestamp("1970-01-01T02:00:00+02:00")).toBe(0n);
    expect(parseTimestamp("1969-12-31T18:30:00.5-05:30")).toBe(500_000_000n);
    expect(parseTimestamp("2024-02-29T00:00:00Z")).toBe(1_709_164_800_000_000_000n);
  });

  it.each([
    "",
    "2023-02-29T00:00:00Z",
    "2023-13-01T00:00:00Z",
    "2023-01-01T24:00:00Z",
    "2023-01-01 00:00:00Z",
    "2023-01-01T00:00:00",
    "0000-12-31T23:59:59Z",
    "2023-01-01T00:00:60Z",
    "2023-01-01T00:00:00.1234567890Z",
  ])("refuses the time %j", (text) =>
    expect(() => parseTimestamp(text)).toThrow(expect.objectContaining({ name: "WireError" })),
  );

  it("reads the durations that it prints, and refuses other texts", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (d) => {
        expect(parseDuration(durationText(d))).toBe(d);
      }),
    );
    for (const text of ["", "5", "1h", "01s", "1.s", "9223372037s"])
      expect(() => parseDuration(text)).toThrow();
  });
});

describe("numbers as text", () => {
  it("reads the decimals that it prints", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 300n), max: 1n << 300n }), (n) => {
        expect(parseDecText(decText(n))).toBe(n);
      }),
    );
    expect(decText(-5n)).toBe("-0.000000000000000005");
    expect(parseDecText("0.2")).toBe(2n * 10n ** 17n);
  });

  it.each([
    "",
    "+1",
    ".5",
    "1.",
    "01",
    "-0",
    "-0.000",
    "--1",
    "+.5",
    "1e3",
    "0.1234567890123456789",
    "0x1",
  ])("[D-TX-02] refuses the decimal %j", (text) =>
    expect(() => parseDecText(text)).toThrow(expect.objectContaining({ reason: "number" })),
  );

  it("refuses numbers of more than 256 and 315 bits", () => {
    expect(() => parseInt256((1n << 256n).toString())).toThrow("out of range");
    expect(() => parseDecText(((1n << 315n) / 10n ** 18n + 1n).toString())).toThrow("out of range");
  });
});
