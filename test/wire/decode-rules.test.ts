import { describe, expect, it } from "vitest";
import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import { Coin } from "../../src/gen/cosmos/base/v1beta1.js";
import { CompactBitArray } from "../../src/gen/cosmos/crypto/multisig/v1beta1.js";
import { PeriodicAllowance } from "../../src/gen/cosmos/feegrant/v1beta1.js";
import { MsgEditValidator } from "../../src/gen/cosmos/staking/v1beta1.js";
import { AuthInfo, ModeInfo, SignDoc, TxBody } from "../../src/gen/cosmos/tx/v1beta1.js";
import { ProofOp } from "../../src/gen/tendermint/crypto.js";
import { MsgArchiveEcosystem, MsgCreateEcosystem } from "../../src/gen/verana/ec/v1.js";
import { MsgStartParticipantOP } from "../../src/gen/verana/pp/v1.js";
import { Params } from "../../src/gen/verana/td/v1.js";
import { type MessageType, WireError } from "../../src/wire/descriptor.js";
import { ZERO_TIME } from "../../src/wire/time.js";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const ascii = (text: string) => Buffer.from(text).toString("hex");

function expectRefused(type: MessageType, bytes: string, reason = "malformed"): void {
  const decode = () => type.decode(hex(bytes));
  expect(decode).toThrow(WireError);
  expect(decode).toThrow(expect.objectContaining({ reason }));
}

describe("reading a message", () => {
  it("takes fields in any order and the last of a scalar given twice", () => {
    const coin = Coin.decode(hex(`12 01 37 0a 01 61 12 01 38`));
    expect(coin).toStrictEqual({ denom: "a", amount: 8n });
  });

  it("merges a sub-message given twice", () => {
    const info = AuthInfo.decode(hex("12 02 10 05 12 03 1a 01 70"));
    expect(info.fee).toMatchObject({ gasLimit: 5n, payer: "p", amount: [] });
  });

  it("keeps the last member of a oneof and forgets the others", () => {
    const mode = ModeInfo.decode(hex("0a 02 08 01 12 00"));
    expect(mode.single).toBeUndefined();
    expect(mode.multi).toStrictEqual({ bitarray: undefined, modeInfos: [] });
  });

  it("accepts overlong varints up to ten bytes within 64 bits", () => {
    expect(SignDoc.decode(hex("20 85 80 80 80 80 80 80 80 80 00")).accountNumber).toBe(5n);
    expect(SignDoc.decode(hex("20 ff ff ff ff ff ff ff ff ff 01")).accountNumber).toBe(
      (1n << 64n) - 1n,
    );
    expect(SignDoc.decode(hex("a0 80 80 80 00 05")).accountNumber).toBe(5n);
    expectRefused(SignDoc, "20 ff ff ff ff ff ff ff ff ff 02");
    expectRefused(SignDoc, "20 80 80 80 80 80 80 80 80 80 80 00");
  });

  it("keeps the low 32 bits of uint32 and enums, and takes any bool but zero for true", () => {
    expect(CompactBitArray.decode(hex("08 87 80 80 80 10")).extraBitsStored).toBe(7);
    expect(CompactBitArray.decode(hex("08 ff ff ff ff 0f")).extraBitsStored).toBe(0xffff_ffff);
    expect(MsgStartParticipantOP.decode(hex("18 83 80 80 80 20")).role).toBe(3);
    expect(MsgStartParticipantOP.decode(hex("18 ff ff ff ff ff ff ff ff ff 01")).role).toBe(-1);
    expect(MsgArchiveEcosystem.decode(hex("20 80 80 80 80 10")).archive).toBe(true);
    expect(MsgArchiveEcosystem.decode(hex("20 80 00")).archive).toBe(false);
  });

  it("passes over unknown fields, groups included", () => {
    const coin = "0a 01 61 12 01 37";
    const unknown = [
      "18 05",
      "19 0102030405060708",
      "1d 01020304",
      "1a 02 ff ff",
      "1b 23 18 01 24 1c",
    ];
    for (const field of unknown) {
      expect(Coin.decode(hex(`${field} ${coin} ${field}`))).toStrictEqual({
        denom: "a",
        amount: 7n,
      });
    }
  });

  it.each([
    ["a length beyond the end", "0a 05 61"],
    ["a varint cut off", "0a 80"],
    ["field number 0", "00 01"],
    ["a field number beyond 29 bits", "8a 80 80 80 80 01 00"],
    ["a known field of another wire type", "08 01"],
    ["wire type 6", "1e 00"],
    ["wire type 7", "1f 00"],
    ["a group that does not end", "1b 18 01"],
    ["the end of a group that is not open", "1c"],
    ["the end of another group", "1b 24"],
    ["a fixed64 cut off", "19 01 02"],
  ])("refuses %s", (_, bytes) => expectRefused(Coin, bytes));

  it("refuses a field that reaches beyond its sub-message", () => {
    expectRefused(MsgSend, "1a 03 0a 05 61 62 63 64 65");
  });

  it("refuses messages nested without end, and groups beyond 10000", () => {
    let nested: Uint8Array = new Uint8Array(0);
    for (let i = 0; i < 400; i++) {
      const multi = Buffer.concat([Buffer.from([0x12]), lengthOf(nested), nested]);
      nested = Buffer.concat([Buffer.from([0x12]), lengthOf(multi), multi]);
    }
    expect(() => ModeInfo.decode(nested)).toThrow(WireError);
    expect(() => Coin.decode(new Uint8Array(10_050).fill(0x1b))).toThrow("nested too deep");
  });
});

function lengthOf(bytes: Uint8Array): Uint8Array {
  const n = bytes.length;
  return n < 128 ? Uint8Array.of(n) : Uint8Array.of((n & 0x7f) | 0x80, (n >> 7) & 0x7f);
}

describe("numbers that travel as text", () => {
  const coin = (amount: string) =>
    `0a 01 61 12 ${amount.length.toString(16).padStart(2, "0")} ${ascii(amount)}`;
  const most = ((1n << 256n) - 1n).toString();

  it.each(["0", "7", "-7", most, `-${most}`])("reads %s", (text) => {
    expect(Coin.decode(hex(coin(text))).amount).toBe(BigInt(text));
  });

  it.each([
    "010",
    "0x1F",
    "0b11",
    "0o17",
    "1_000",
    "+5",
    "-0",
    "--1",
    " 5",
    "5 ",
    "1.5",
    "1e3",
    "١",
    `${most}0`,
  ])("[D-TX-02] refuses %j", (text) => {
    const value = Buffer.from(text);
    const bytes = Buffer.concat([Buffer.from([0x12, value.length]), value]);
    expectRefused(Coin, bytes.toString("hex"), "number");
  });

  it("takes an absent or empty amount for zero and writes it back", () => {
    expect(Coin.decode(hex("0a 01 61"))).toStrictEqual({ denom: "a", amount: 0n });
    expect(Coin.decode(hex("0a 01 61 12 00"))).toStrictEqual({ denom: "a", amount: 0n });
    expect(Coin.encode({ denom: "a", amount: 0n })).toStrictEqual(hex("0a 01 61 12 01 30"));
  });

  it("[D-TX-03] refuses a decimal that is empty or not an integer of 10^-18", () => {
    expectRefused(Params, "12 00", "number");
    expectRefused(Params, `12 03 ${ascii("0.5")}`, "number");
    expectRefused(Params, `12 04 ${ascii("0x10")}`, "number");
    expect(Params.decode(hex(`12 02 ${ascii("10")}`)).trustDepositShareValue).toBe(10n);
  });

  it("tells an absent number from zero where zero is not always written", () => {
    expect(MsgEditValidator.decode(hex("0a 00")).commissionRate).toBeUndefined();
    const zero = hex("0a 00 1a 01 30");
    expect(MsgEditValidator.decode(zero).commissionRate).toBe(0n);
    expect(MsgEditValidator.encode(MsgEditValidator.decode(zero))).toStrictEqual(zero);
  });
});

describe("times", () => {
  it("reads nanoseconds on both sides of the epoch", () => {
    expect(TxBody.decode(hex("2a 04 08 01 10 05")).timeoutTimestamp).toBe(1_000_000_005n);
    const before = hex("2a 0d 08 ff ff ff ff ff ff ff ff ff 01 10 01");
    expect(TxBody.decode(before).timeoutTimestamp).toBe(-999_999_999n);
    expect(TxBody.encode(TxBody.decode(before))).toStrictEqual(before);
  });

  it("writes a time that is always written as the year 1", () => {
    const allowance = PeriodicAllowance.decode(new Uint8Array(0));
    expect(allowance.periodReset).toBe(ZERO_TIME);
    expect(Buffer.from(PeriodicAllowance.encode(allowance)).toString("hex")).toBe(
      "0a0012002a0b088092b8c398feffffff01",
    );
  });

  it.each([
    ["nanos of a second", "2a 06 10 80 94 eb dc 03"],
    ["negative nanos", "2a 0b 10 ff ff ff ff ff ff ff ff ff 01"],
    ["the year 0", "2a 0b 08 ff 91 b8 c3 98 fe ff ff ff 01"],
    ["the year 10000", "2a 07 08 80 83 d1 ff af 07"],
  ])("refuses a timestamp with %s", (_, bytes) => expectRefused(TxBody, bytes));

  it("refuses a duration of two signs or beyond 64 bits of nanoseconds", () => {
    expectRefused(PeriodicAllowance, "12 0d 08 01 10 ff ff ff ff ff ff ff ff ff 01");
    expectRefused(PeriodicAllowance, "12 06 08 85 fa 85 ae 22");
    expect(PeriodicAllowance.decode(hex("12 02 08 01")).period).toBe(1_000_000_000n);
  });
});

describe("text that is no UTF-8", () => {
  it.each([
    "ff",
    "c3 28",
    "e2 82",
    "ed b2 80",
    "f0 9f 98 80 ff 41",
    "c3 a9 80 f0 9f",
    "ed a0 bd ed b8 80",
  ])("keeps the bytes %s", (bytes) => {
    const value = hex(bytes);
    const message = Buffer.concat([Buffer.from([0x0a, value.length]), value]);
    expect(MsgCreateEcosystem.encode(MsgCreateEcosystem.decode(message))).toStrictEqual(
      Uint8Array.from(message),
    );
  });

  it("keeps them in long texts", () => {
    const value = Buffer.concat([
      Buffer.from("é".repeat(50)),
      Buffer.from([0xfe]),
      Buffer.from("x".repeat(50)),
    ]);
    const message = Buffer.concat([Buffer.from([0x0a]), lengthOf(value), value]);
    expect(MsgCreateEcosystem.encode(MsgCreateEcosystem.decode(message))).toStrictEqual(
      Uint8Array.from(message),
    );
  });
});

describe("what decoding returns", () => {
  it("shares no memory with the bytes it came from", () => {
    const bytes = Buffer.from("1202abcd", "hex");
    const op = ProofOp.decode(bytes);
    bytes.fill(0);
    expect(op.key).toStrictEqual(hex("ab cd"));
  });

  it("writes lengths of one to four bytes around the same contents", () => {
    for (const size of [0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152]) {
      const message = { typeUrl: "/x", value: new Uint8Array(size).fill(7) };
      const body = TxBody.create({ messages: [message], memo: "end" });
      expect(TxBody.decode(TxBody.encode(body)).messages[0]?.value.length).toBe(size);
      expect(TxBody.decode(TxBody.encode(body)).memo).toBe("end");
    }
  });
});
