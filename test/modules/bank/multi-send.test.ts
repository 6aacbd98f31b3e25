import { describe, expect, it } from "vitest";
import * as bank from "../../../src/gen/cosmos/bank/v1beta1.js";
import type { Coin } from "../../../src/keeper/coins.js";
import { message, type World, world } from "../../support/world.js";

type Parties = readonly (readonly [number | string, ...Coin[]])[];

const parties = (w: World, list: Parties) =>
  list.map(([of, ...coins]) => ({
    address: typeof of === "string" ? of : w.address(of),
    coins,
  }));

const multiSend = (w: World, inputs: Parties, outputs: Parties) =>
  message(bank.MsgMultiSend, { inputs: parties(w, inputs), outputs: parties(w, outputs) });

const uvna = (amount: bigint): Coin => ({ denom: "uvna", amount });

describe("x/bank MsgMultiSend", () => {
  it("pays everyone in order, answers and tells as the recording does", async () => {
    const w = await world();
    const result = await w.send(
      multiSend(
        w,
        [[1, uvna(30n)]],
        [
          [2, uvna(10n)],
          [7, uvna(20n)],
        ],
      ),
    );
    expect(result.code).toBe(0);
    const data = "EisKKS9jb3Ntb3MuYmFuay52MWJldGExLk1zZ011bHRpU2VuZFJlc3BvbnNl";
    expect(Buffer.from(result.data).toString("base64")).toBe(data);
    const told = result.events
      .filter(({ attributes }) => attributes.at(-1)?.key === "msg_index")
      .map(({ type, attributes }) => [type, attributes[0]?.value]);
    const [from, bob, new7] = [w.address(1), w.address(2), w.address(7)];
    expect(told).toEqual([
      ["message", bank.MsgMultiSend.typeUrl],
      ["message", from],
      ["coin_spent", from],
      ["coin_received", bob],
      ["transfer", bob],
      ["coin_received", new7],
      ["transfer", new7],
    ]);
    expect([w.balance(2), w.balance(7)]).toEqual([10n ** 12n + 10n, 20n]);
    expect(w.accountOf(7)?.accountNumber).toBe(11n);
  });

  it.each<readonly [string, Parties, Parties, string, number, string]>([
    ["no outputs", [[1, uvna(5n)]], [], "bank", 3, "no outputs to send transaction"],
    ["sums that differ", [[1, uvna(5n)]], [[2, uvna(6n)]], "bank", 4, "sum inputs != sum outputs"],
    [
      "another denomination out than in",
      [[1, uvna(5n)]],
      [[2, { denom: "other", amount: 5n }]],
      "bank",
      4,
      "sum inputs != sum outputs",
    ],
    ["an output of zero", [[1, uvna(5n)]], [[2, uvna(0n)]], "sdk", 10, "0uvna: invalid coins"],
    ["an output without coins", [[1, uvna(5n)]], [[2]], "bank", 4, "sum inputs != sum outputs"],
    [
      "an output to nobody",
      [[1, uvna(5n)]],
      [["verana1", uvna(5n)]],
      "sdk",
      7,
      "invalid output address: decoding bech32 failed: invalid separator index 6: invalid address",
    ],
    [
      "an output to a module that takes nothing",
      [[1, uvna(5n)]],
      [["verana17xpfvakm2amg962yls6f84z3kell8c5lq3tsnf", uvna(5n)]],
      "sdk",
      4,
      "verana17xpfvakm2amg962yls6f84z3kell8c5lq3tsnf is not allowed to receive funds: unauthorized",
    ],
    [
      "outputs of more than 256 bits together",
      [[1, uvna(5n)]],
      [
        [2, uvna((1n << 256n) - 1n)],
        [3, uvna(6n)],
      ],
      "bank",
      4,
      "sum inputs != sum outputs",
    ],
  ])("refuses %s", async (_, inputs, outputs, codespace, code, log) => {
    const w = await world();
    const result = await w.send(multiSend(w, inputs, outputs));
    expect(result).toMatchObject({
      codespace,
      code,
      log: `failed to execute message; message index: 0: ${log}`,
    });
    expect([w.balance(1), w.balance(2)]).toEqual([10n ** 12n - 5_000n, 10n ** 12n]);
  });

  it("refuses two senders", async () => {
    const w = await world();
    const packed = multiSend(
      w,
      [
        [1, uvna(5n)],
        [2, uvna(5n)],
      ],
      [[3, uvna(10n)]],
    );
    const result = await w.send(packed, { by: [1, 2] });
    expect(result).toMatchObject({ codespace: "bank", code: 9 });
  });

  it("refuses no sender, signed by the fee payer alone", async () => {
    const w = await world();
    const result = await w.send(multiSend(w, [], [[3, uvna(10n)]]), { payer: w.address(1) });
    expect(result).toMatchObject({ codespace: "bank", code: 2 });
    expect(w.balance(1)).toBe(10n ** 12n - 5_000n);
  });
});
