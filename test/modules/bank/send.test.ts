import { bech32 } from "@scure/base";
import { describe, expect, it } from "vitest";
import * as bank from "../../../src/gen/cosmos/bank/v1beta1.js";
import { addressText, groupPolicyAddress, moduleAddress } from "../../../src/keeper/addresses.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { message, World, world } from "../../support/world.js";

const FAILED = "failed to execute message; message index: 0: ";
const moduleOf = (name: string) => addressText("verana", moduleAddress(name));

/** Events of the messages, `type key=value …`; those of the ante stage have no msg_index. */
const ofMessages = (events: Awaited<ReturnType<World["send"]>>["events"]) =>
  events
    .filter(({ attributes }) => attributes.some(({ key }) => key === "msg_index"))
    .map(({ type, attributes }) => [
      type,
      ...attributes.map(({ key, value }) => `${key}=${value}`),
    ]);

/** Sends, expects a refusal that took the fee and moved the sequence, and nothing else. */
async function refused(w: World, packed: Any) {
  const [ann, collector] = [w.address(1), moduleOf("fee_collector")];
  // The fees so far are distributed.
  await w.block();
  const [before, sequence] = [w.snapshot(), w.accountOf(1)?.sequence ?? 0n];
  const [owned, collected] = [w.balance(1), w.balance(collector)];
  const result = await w.send(packed);
  const changed = Object.keys(World.changes(before, w.snapshot())).map((key) => key.slice(0, 10));
  expect(w.balance(ann)).toBe(owned - 5_000n);
  expect(w.balance(collector)).toBe(collected + 5_000n);
  expect(w.accountOf(1)?.sequence).toBe(sequence + 1n);
  const writes = ["acc 01", "bank 02", "bank 02", ...(collected === 0n ? ["bank 03"] : [])];
  expect(
    changed.map((key) =>
      key
        .split(" ")
        .map((part) => part.slice(0, 4))
        .join(" "),
    ),
  ).toEqual(writes.map((key) => expect.stringMatching(`^${key}`)));
  expect(result.events.length).toBe(7);
  const { codespace, code, log } = result;
  return { codespace, code, log };
}

const send = (w: World, init: Partial<bank.MsgSend>) =>
  message(bank.MsgSend, {
    fromAddress: w.address(1),
    toAddress: w.address(2),
    amount: [w.coin(5n)],
    ...init,
  });

describe("x/bank MsgSend", () => {
  it("moves coins, answers and tells as the recording does", async () => {
    const w = await world();
    const result = await w.send(w.transfer(1, 2, 50_000_000n));
    expect(result.code).toBe(0);
    const data = "EiYKJC9jb3Ntb3MuYmFuay52MWJldGExLk1zZ1NlbmRSZXNwb25zZQ==";
    expect(Buffer.from(result.data).toString("base64")).toBe(data);
    const [from, to, at] = [w.address(1), w.address(2), "msg_index=0"];
    expect(ofMessages(result.events)).toEqual([
      ["message", `action=${bank.MsgSend.typeUrl}`, `sender=${from}`, "module=bank", at],
      ["coin_spent", `spender=${from}`, "amount=50000000uvna", at],
      ["coin_received", `receiver=${to}`, "amount=50000000uvna", at],
      ["transfer", `recipient=${to}`, `sender=${from}`, "amount=50000000uvna", at],
      ["message", `sender=${from}`, at],
    ]);
    expect([w.balance(1), w.balance(2)]).toEqual([
      10n ** 12n - 50_005_000n,
      10n ** 12n + 50_000_000n,
    ]);
  });

  it.each<readonly [string, (w: World) => Partial<bank.MsgSend>, string, number, string]>([
    [
      "no bech32",
      () => ({ toAddress: "verana1" }),
      "sdk",
      7,
      "invalid to address: decoding bech32 failed: invalid separator index 6: invalid address",
    ],
    [
      "no address at all",
      () => ({ toAddress: "" }),
      "sdk",
      7,
      "invalid to address: empty address string is not allowed: invalid address",
    ],
    ["an amount of zero", (w) => ({ amount: [w.coin(0n)] }), "sdk", 10, "0uvna: invalid coins"],
    ["a negative amount", (w) => ({ amount: [w.coin(-5n)] }), "sdk", 10, "-5uvna: invalid coins"],
    [
      "a short denomination",
      (w) => ({ amount: [w.coin(5n, "u")] }),
      "sdk",
      10,
      "5u: invalid coins",
    ],
    [
      "coins out of order",
      (w) => ({ amount: [w.coin(5n), w.coin(5n, "aaa")] }),
      "sdk",
      10,
      "5uvna,5aaa: invalid coins",
    ],
    [
      "a denomination twice",
      (w) => ({ amount: [w.coin(5n), w.coin(5n)] }),
      "sdk",
      10,
      "5uvna,5uvna: invalid coins",
    ],
    [
      "more than there is",
      (w) => ({ amount: [w.coin(99_999_999_999_999_999_999n)] }),
      "sdk",
      5,
      "spendable balance 999999995000uvna is smaller than 99999999999999999999uvna: insufficient funds",
    ],
    [
      "a denomination that it does not own",
      (w) => ({ amount: [w.coin(1n, "other")] }),
      "sdk",
      5,
      "spendable balance 0other is smaller than 1other: insufficient funds",
    ],
    [
      "to the fee collector",
      () => ({ toAddress: "verana17xpfvakm2amg962yls6f84z3kell8c5lq3tsnf" }),
      "sdk",
      4,
      "verana17xpfvakm2amg962yls6f84z3kell8c5lq3tsnf is not allowed to receive funds: unauthorized",
    ],
  ])("refuses %s, keeping fee and sequence alone", async (_, init, codespace, code, log) => {
    const w = await world();
    const answer = await refused(w, send(w, init(w)));
    expect(answer).toEqual({ codespace, code, log: FAILED + log });
  });

  it("refuses an address of another chain", async () => {
    const w = await world();
    const other = addressText("cosmos", new Uint8Array(20).fill(1));
    const answer = await refused(w, send(w, { toAddress: other }));
    expect(answer).toMatchObject({ codespace: "sdk", code: 7 });
    expect(answer.log).toContain(
      "hrp does not match bech32 prefix: expected 'verana' got 'cosmos'",
    );
  });

  it("[D-TX-11] refuses every module account but gov as recipient", async () => {
    const w = await world();
    const names = [
      "distribution",
      "bonded_tokens_pool",
      "not_bonded_tokens_pool",
      "mint",
      "pp",
      "td",
    ];
    for (const name of names) {
      const answer = await refused(w, w.transfer(1, moduleOf(name), 5n));
      expect(answer).toMatchObject({ codespace: "sdk", code: 4 });
    }
    expect((await w.send(w.transfer(1, moduleOf("gov"), 5n))).code).toBe(0);
    expect(w.balance(moduleOf("gov"))).toBe(5n);
  });

  it("refuses a denomination that genesis switched off", async () => {
    const w = await world({
      genesis: ({ bank: section, ...rest }) => ({
        ...rest,
        bank: { ...(section as object), send_enabled: [{ denom: "uvna", enabled: false }] },
      }),
    });
    const answer = await refused(w, w.transfer(1, 2, 5n));
    const log = `${FAILED}uvna transfers are currently disabled: send transactions are disabled`;
    expect(answer).toEqual({ codespace: "bank", code: 5, log });
  });

  it("reads addresses in upper case, and no letter beyond ASCII that looks like one", async () => {
    const w = await world();
    expect((await w.send(w.transfer(1, w.address(9).toUpperCase(), 7n))).code).toBe(0);
    expect(w.balance(9)).toBe(7n);
    expect(w.accountOf(9)?.address).toBe(w.address(9));
    const plain = [4, 5, 6, 7, 8].map((n) => w.address(n)).find((text) => text.includes("k")) ?? "";
    const kelvin = plain.toUpperCase().replaceAll("K", "\u212a");
    expect(kelvin.toLowerCase()).toBe(plain);
    expect(await refused(w, w.transfer(1, kelvin, 7n))).toMatchObject({
      codespace: "sdk",
      code: 7,
    });
  });

  it("knows addresses of 1, 32 and 255 bytes, and refuses 256", async () => {
    const w = await world();
    const policy = addressText("verana", groupPolicyAddress(1n));
    const texts = [1, 90, 255, 256].map((n) =>
      bech32.encode("verana", bech32.toWords(new Uint8Array(n).fill(3)), false),
    );
    for (const to of [policy, ...texts.slice(0, 3)]) {
      const result = await w.send(w.transfer(1, to, 5n));
      expect([result.code, result.log]).toEqual([0, ""]);
      expect(w.balance(to)).toBe(5n);
    }
    const answer = await refused(w, w.transfer(1, texts[3] ?? "", 5n));
    expect(answer).toMatchObject({ codespace: "sdk", code: 7 });
    const { denomOwners } = w.query<bank.QueryDenomOwnersResponse>(bank.Query.DenomOwners, {
      denom: "uvna",
    });
    expect(denomOwners.map(({ address }) => address)).toEqual(
      expect.arrayContaining([policy, ...texts.slice(0, 3)]),
    );
  });

  it("leaves a sender's own balance as it was when he pays himself", async () => {
    const w = await world();
    expect((await w.send(w.transfer(1, 1, 10n ** 12n - 5_000n))).code).toBe(0);
    expect(w.balance(1)).toBe(10n ** 12n - 5_000n);
  });

  it("moves a whole balance and stores nothing for it", async () => {
    const w = await world();
    expect((await w.send(w.transfer(1, 2, 10n ** 12n - 5_000n))).code).toBe(0);
    expect(w.balance(1)).toBe(0n);
    const key = Buffer.from(bech32.decodeToBytes(w.address(1)).bytes).toString("hex");
    const left = Object.keys(w.snapshot()).filter((k) => k.startsWith("bank") && k.includes(key));
    expect(left).toEqual([]);
  });

  it("moves amounts of 10^21 and 2^255 exactly, and several coins at once", async () => {
    const [many, most] = [10n ** 21n, 1n << 255n];
    const coins = [
      { denom: "aaa", amount: most },
      { denom: "uvna", amount: many },
    ];
    const w = await world({ accounts: [coins, 1n] });
    const result = await w.send(w.transfer(1, 7, w.coin(most, "aaa"), w.coin(many - 5_000n)));
    expect(result.code).toBe(0);
    expect([w.balance(7, "aaa"), w.balance(7)]).toEqual([most, many - 5_000n]);
    expect(ofMessages(result.events)[1]).toContain(`amount=${most}aaa,${many - 5_000n}uvna`);
  });

  it("makes an account with the next number for a first recipient, once", async () => {
    const w = await world();
    await w.send(w.transfer(1, 7, 5n));
    await w.send(w.transfer(1, 8, 5n));
    await w.send(w.transfer(1, 7, 5n));
    // Three keys and eight module accounts stand from genesis on.
    expect(w.accountOf(7)?.accountNumber).toBe(11n);
    expect(w.accountOf(8)?.accountNumber).toBe(12n);
    await w.send(w.transfer(1, 9, 5n));
    expect(w.accountOf(9)?.accountNumber).toBe(13n);
  });
});
