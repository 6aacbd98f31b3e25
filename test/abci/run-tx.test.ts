import { describe, expect, it } from "vitest";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import { MsgTripCircuitBreaker } from "../../src/gen/cosmos/circuit/v1.js";
import { MsgCreateCorporation } from "../../src/gen/verana/co/v1.js";
import type { Any } from "../../src/wire/descriptor.js";
import { emptyApp, initChain, message, type TxOptions, World, world } from "../support/world.js";

const START = 10n ** 12n;

/** A message of the wire that has no handler here. */
const unbuilt = (w: World): Any => message(MsgTripCircuitBreaker, { authority: w.address(1) });

/** What stands where a failed transaction may have written: accounts and balances of others, other stores. */
const others = (w: World) =>
  Object.fromEntries(
    Object.entries(w.snapshot()).filter(([key]) => !/^(acc 01|bank 0[23])/.test(key)),
  );

describe("a transaction in a block", () => {
  it("[D-GEN-15] that fails keeps its fee and its sequence and nothing else", async () => {
    const w = await world();
    const before = others(w);
    const result = await w.send([w.transfer(1, 7, 5n), w.transfer(1, 8, START)]);
    expect(result).toMatchObject({ code: 5, codespace: "sdk" });
    expect(result.log).toMatch(/^failed to execute message; message index: 1: spendable balance /);
    expect(result.data.length).toBe(0);
    expect(result.events.length).toBe(7);
    expect(
      result.events.flatMap(({ attributes }) => attributes.map(({ key }) => key)),
    ).not.toContain("msg_index");
    expect([w.balance(1), w.balance(7), w.balance(8)]).toEqual([START - 5_000n, 0n, 0n]);
    expect([w.accountOf(7), w.accountOf(8)]).toEqual([undefined, undefined]);
    expect(w.accountOf(1)?.sequence).toBe(1n);
    expect(others(w)).toEqual(before);
  });

  it("gives the number of a rolled back account to the next one", async () => {
    const w = await world();
    await w.send([w.transfer(1, 7, 5n), w.transfer(1, 8, START)]);
    await w.send(w.transfer(1, 8, 5n));
    expect(w.accountOf(8)?.accountNumber).toBe(11n);
  });

  it("numbers the events of its messages and answers for each", async () => {
    const w = await world();
    const result = await w.send([w.transfer(1, 2, 5n), w.transfer(1, 3, 5n)]);
    const one = "EiYKJC9jb3Ntb3MuYmFuay52MWJldGExLk1zZ1NlbmRSZXNwb25zZQ==";
    const data = Buffer.from(one, "base64");
    expect(Buffer.from(result.data)).toEqual(Buffer.concat([data, data]));
    const indexes = result.events
      .map(({ attributes }) => attributes.at(-1))
      .map((last) => (last?.key === "msg_index" ? last.value : ""));
    expect(indexes).toEqual([...Array(7).fill(""), ...Array(5).fill("0"), ...Array(5).fill("1")]);
  });

  it("[D-GEN-15] with a registry message that is malformed takes no fee", async () => {
    const w = await world();
    const before = w.snapshot();
    const bad = message(MsgCreateCorporation, { signer: w.address(1), did: "no did" });
    const tx = w.tx(bad);
    const checked = w.check(tx);
    expect(checked.code).not.toBe(0);
    const [result] = await w.block(tx);
    expect(result).toMatchObject({ code: checked.code, codespace: checked.codespace });
    expect(result?.events).toEqual([]);
    expect(w.snapshot()).toEqual(before);
  });

  it("[D-TX-06] whose message has no handler passes CheckTx and is refused as unknown", async () => {
    const w = await world();
    const tx = w.tx(unbuilt(w));
    expect(w.check(tx).code).toBe(0);
    const [result] = await w.block(tx);
    expect(result).toMatchObject({ code: 6, codespace: "sdk" });
    expect(w.balance(1)).toBe(START - 5_000n);
  });

  it.each<readonly [string, TxOptions, string, number, RegExp]>([
    [
      "no gas",
      { gas: 0n },
      "sdk",
      11,
      /^out of gas in location: \w+; gasWanted: 0, gasUsed: \d+: out of gas$/,
    ],
    [
      "gas too low for the ante stage",
      { gas: 1_000n },
      "sdk",
      11,
      /gasWanted: 1000, gasUsed: \d+: out of gas$/,
    ],
    [
      "gas above 2^63",
      { gas: 9_300_000_000_000_000_000n },
      "sdk",
      18,
      /^invalid gas supplied; 9300000000000000000 > 9223372036854775807: invalid request$/,
    ],
    [
      "a sequence too high",
      { sequence: 999n },
      "sdk",
      32,
      /^account sequence mismatch, expected 0, got 999: incorrect account sequence$/,
    ],
    [
      "another chain's id",
      { chainId: "other-1" },
      "sdk",
      4,
      /unable to verify single signer signature\): unauthorized$/,
    ],
    [
      "another's key",
      { by: 2 },
      "sdk",
      8,
      /^pubKey does not match signer address verana\w+ with signer index: 0: invalid pubkey$/,
    ],
    [
      "a fee above the balance",
      { fee: [{ denom: "uvna", amount: START + 1n }] },
      "sdk",
      5,
      /^spendable balance 1000000000000uvna is smaller than 1000000000001uvna: insufficient funds/,
    ],
    [
      "a memo of 257 bytes",
      { body: { memo: "x".repeat(257) } },
      "sdk",
      12,
      /^maximum number of characters is 256 but received 257 characters: memo too large$/,
    ],
    [
      "a height that passed",
      { body: { timeoutHeight: 1n } },
      "sdk",
      30,
      /^block height: \d+, timeout height: 1: tx timeout height$/,
    ],
  ])(
    "with %s is refused in CheckTx and block alike and writes nothing",
    async (_, options, codespace, code, log) => {
      const w = await world();
      await w.block();
      const before = w.snapshot();
      const tx = w.tx(w.transfer(1, 2, 5n), options);
      const checked = w.check(tx);
      expect(checked).toMatchObject({ codespace, code, log: expect.stringMatching(log) });
      const [result] = await w.block(tx);
      expect(result).toMatchObject({ codespace, code, log: expect.stringMatching(log) });
      expect(w.snapshot()).toEqual(before);
    },
  );

  it("that runs out of gas in its message keeps the fee", async () => {
    const w = await world();
    const all = w.simulate(w.transfer(1, 7, 5n)).gasUsed;
    const result = await w.send(w.transfer(1, 7, 5n), { gas: all - 3_000n });
    expect(result).toMatchObject({ code: 11, codespace: "sdk" });
    expect(result.log).toMatch(
      /^out of gas in location: \w+; gasWanted: \d+, gasUsed: \d+: out of gas$/,
    );
    expect([w.balance(1), w.balance(7)]).toEqual([START - 5_000n, 0n]);
    expect(w.accountOf(1)?.sequence).toBe(1n);
  });
});

describe("CheckTx", () => {
  it("follows a sender's sequence before the block, and forgets it with the commit", async () => {
    const w = await world();
    const txs = [0n, 1n, 2n].map((sequence) => w.tx(w.transfer(1, 2, 5n), { sequence }));
    expect(txs.map((tx) => w.check(tx).code)).toEqual([0, 0, 0]);
    expect(w.check(txs[2] ?? new Uint8Array()).code).toBe(32);
    await w.block();
    expect(txs.map((tx) => w.recheck(tx).code)).toEqual([0, 0, 0]);
    await w.block(...txs.slice(0, 2));
    expect(txs.map((tx) => w.recheck(tx).code)).toEqual([32, 32, 0]);
  });

  it("[D-GEN-15] runs no message: one that builds on another is not refused", async () => {
    const w = await world({ accounts: [START, 5_000n] });
    const [first, second] = [w.tx(w.transfer(1, 2, 100n)), w.tx(w.transfer(2, 1, 100n), { by: 2 })];
    expect([w.check(first).code, w.check(second).code]).toEqual([0, 0]);
    const results = await w.block(first, second);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
  });

  it("adds up the fees of a sender who cannot pay them all", async () => {
    const w = await world({ accounts: [9_000n] });
    const txs = [0n, 1n].map((sequence) => w.tx(w.transfer(1, 1, 1n), { sequence }));
    expect(txs.map((tx) => w.check(tx).code)).toEqual([0, 5]);
  });

  it("writes nothing that a block could see", async () => {
    const w = await world();
    const before = w.snapshot();
    w.check(w.tx(w.transfer(1, 2, 5n)));
    w.simulate(w.transfer(1, 2, 5n));
    await w.block();
    expect(w.snapshot()).toEqual(before);
  });

  it("answers without events, right or wrong", async () => {
    const w = await world();
    const tx = w.tx(w.transfer(1, 2, 5n));
    expect(w.check(tx)).toMatchObject({ code: 0, events: [] });
    expect(w.check(tx)).toMatchObject({ code: 32, events: [] });
    await w.block();
    expect(w.recheck(tx)).toMatchObject({ code: 0, events: [] });
  });

  it("asks for the fee that this node wants, in one of its denominations", async () => {
    const price = { denom: "uvna", amount: 250_000_000_000_000_000n };
    const w = await world({ app: { minGasPrices: [price] } });
    const check = (amount: bigint, denom = "uvna") =>
      w.check(w.tx(w.transfer(1, 2, 5n), { fee: [{ denom, amount }] }));
    const log = "insufficient fees; got: 10uvna required: 100000uvna: insufficient fee";
    expect(check(10n)).toMatchObject({ code: 13, codespace: "sdk", log });
    expect(check(100_000n, "uother").code).toBe(13);
    expect(check(100_000n).code).toBe(0);
    const [result] = await w.block(w.tx(w.transfer(1, 2, 5n), { fee: [w.coin(10n)] }));
    expect(result?.code).toBe(0);
  });

  it("knows account numbers before the first block as the first block will", async () => {
    const { genesis } = await world().then((w) => ({ genesis: w.app.export() }));
    const { app, store } = await emptyApp();
    app.initChain(initChain(genesis));
    const w = new World(app, store);
    const number = 1n;
    const right = w.tx(w.transfer(2, 1, 5n), { by: 2, accountNumber: number });
    const wrong = w.tx(w.transfer(2, 1, 5n), { by: 2, accountNumber: 0n });
    expect(w.check(wrong).code).toBe(4);
    expect(w.check(right).code).toBe(0);
    const [result] = await w.block(right);
    expect(result?.code).toBe(0);
  });
});

describe("a simulation", () => {
  const lacks: readonly (TxOptions["without"] & object)[] = [
    [],
    ["fee"],
    ["fee", "signature"],
    ["fee", "signature", "publicKey"],
  ];
  it.each(lacks.map((without) => [without.join(", ") || "nothing", without] as const))(
    "[D-TX-09] without %s uses no less gas than delivery",
    async (_, without) => {
      for (const fee of [1n, 5_000n, 999_999_999n]) {
        const w = await world();
        const packed = w.transfer(2, 7, 5n);
        const options: TxOptions = { by: 2, fee: [w.coin(fee)] };
        const simulated = w.simulate(packed, { ...options, without });
        expect([simulated.code, simulated.log]).toEqual([0, ""]);
        const result = await w.send(packed, options);
        expect(result.code).toBe(0);
        expect(simulated.gasUsed).toBeGreaterThanOrEqual(result.gasUsed);
        if (without.length === 0) expect(simulated.gasUsed).toBe(result.gasUsed);
      }
    },
  );

  it("[D-TX-09] takes the 64 zero bytes that stand for a signature", async () => {
    const w = await world();
    const options: TxOptions = { without: ["fee", "publicKey"], signature: new Uint8Array(64) };
    const simulated = w.simulate(w.transfer(1, 7, 5n), options);
    const result = await w.send(w.transfer(1, 7, 5n));
    expect(simulated.gasUsed).toBeGreaterThanOrEqual(result.gasUsed);
  });

  it("lets nobody spend what he does not have", async () => {
    const w = await world({ accounts: [100n] });
    const simulated = w.simulate(w.transfer(1, 7, 101n), { without: ["fee"] });
    expect(simulated).toMatchObject({ code: 5, codespace: "sdk" });
  });

  it("fails where the messages would fail, with the same code", async () => {
    const w = await world();
    const simulated = w.simulate(message(bank.MsgSend, { fromAddress: w.address(1) }));
    expect(simulated).toMatchObject({ code: 7, codespace: "sdk" });
    expect(w.simulate(unbuilt(w))).toMatchObject({ code: 6, codespace: "sdk" });
  });
});
