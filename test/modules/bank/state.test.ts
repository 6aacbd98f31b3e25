import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BaseAccount } from "../../../src/gen/cosmos/auth/v1beta1.js";
import * as bank from "../../../src/gen/cosmos/bank/v1beta1.js";
import { addressBytes, addressText, moduleAddress } from "../../../src/keeper/addresses.js";
import { encodeAny } from "../../../src/wire/any.js";
import { message, type World, world } from "../../support/world.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const text = (value: string) => hex(new TextEncoder().encode(value));

/** Every balance that is stored, by the key's own bytes. */
function balances(w: World): readonly { readonly holder: string; denom: string; amount: bigint }[] {
  return Object.entries(w.snapshot())
    .filter(([key]) => key.startsWith("bank 02"))
    .map(([key, value]) => {
      const bytes = Buffer.from(key.slice("bank 02".length), "hex");
      const end = 1 + (bytes[0] ?? 0);
      return {
        holder: addressText("verana", bytes.subarray(1, end)),
        denom: bytes.subarray(end).toString(),
        amount: BigInt(Buffer.from(value, "hex").toString()),
      };
    });
}

/** The denomination index as it should be, made from the balances alone. */
const indexOf = (list: ReturnType<typeof balances>) =>
  list.map(({ holder, denom }) => {
    const address = addressBytes(holder);
    return `bank 03${text(denom)}00${hex(Uint8Array.of(address.length))}${hex(address)}`;
  });

describe("state of accounts and balances", () => {
  it("[D-TX-10] has the keys and values that proof readers know", async () => {
    const w = await world({ accounts: [[{ denom: "uvna", amount: 123n }]] });
    const [state, address] = [w.snapshot(), addressBytes(w.address(1))];
    expect(state[`bank 0214${hex(address)}${text("uvna")}`]).toBe(text("123"));
    expect(state[`bank 03${text("uvna")}0014${hex(address)}`]).toBe("00");
    expect(state[`bank 00${text("uvna")}`]).toBe(text("123"));
    const value = BaseAccount.encode(BaseAccount.create({ address: w.address(1) }));
    expect(state[`acc 01${hex(address)}`]).toBe(
      hex(encodeAny({ typeUrl: "/cosmos.auth.v1beta1.BaseAccount", value })),
    );
    const collector = state[`acc 01${hex(moduleAddress("fee_collector"))}`] ?? "";
    expect(Buffer.from(collector, "hex").toString("latin1")).toContain("ModuleAccount");
  });

  it("coins in equal coins out, whatever was sent, paid and refused", async () => {
    const coin = fc.record({
      denom: fc.constantFrom("aaa", "uvna", "zzz"),
      amount: fc.oneof(fc.bigInt(0n, 40n), fc.bigInt(0n, 1n << 200n)),
    });
    const who = fc.integer({ min: 1, max: 5 });
    const step = fc.record({
      kind: fc.constantFrom("send", "many", "both"),
      from: fc.integer({ min: 1, max: 3 }),
      to: fc.array(fc.tuple(who, coin), { minLength: 1, maxLength: 3 }),
      fee: fc.bigInt(0n, 30n),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const funds = ["aaa", "uvna", "zzz"].map((denom) => ({ denom, amount: 100n }));
        const w = await world({ accounts: [funds, funds, funds] });
        for (const { kind, from, to, fee } of steps) {
          const sends = to.map(([one, part]) => w.transfer(from, one, part));
          const [first] = to;
          const many = message(bank.MsgMultiSend, {
            inputs: [{ address: w.address(from), coins: first === undefined ? [] : [first[1]] }],
            outputs: to
              .slice(0, 1)
              .map(([one, part]) => ({ address: w.address(one), coins: [part] })),
          });
          const messages = { send: sends.slice(0, 1), many: [many], both: [...sends, many] }[kind];
          await w.send(messages, { by: from, fee: [w.coin(fee)], gas: 2_000_000n });
        }
        const stored = balances(w);
        for (const denom of ["aaa", "uvna", "zzz"]) {
          const sum = stored.filter((b) => b.denom === denom).reduce((s, b) => s + b.amount, 0n);
          expect(sum).toBe(300n);
          const { amount } = w.query<bank.QuerySupplyOfResponse>(bank.Query.SupplyOf, { denom });
          expect(amount?.amount).toBe(300n);
        }
        expect(stored.every(({ amount }) => amount > 0n)).toBe(true);
        const index = Object.keys(w.snapshot()).filter((key) => key.startsWith("bank 03"));
        expect(index.sort()).toEqual([...indexOf(stored)].sort());
      }),
      { numRuns: 25 },
    );
  });
});
