import { describe, expect, it } from "vitest";
import { MsgSend } from "../../../src/gen/cosmos/bank/v1beta1.js";
import {
  PeriodicAllowance,
  Query,
  type QueryAllowanceResponse,
} from "../../../src/gen/cosmos/feegrant/v1beta1.js";
import type { Any } from "../../../src/wire/descriptor.js";
import { basic, coins, grantAllowance, onlyFor, periodic } from "../../support/grant-messages.js";
import { World, world } from "../../support/world.js";

const SECOND = 1_000_000_000n;
const HOUR = 3_600n * SECOND;
const FEE = 5_000n;

/** Key 2 has nothing but the allowance of key 1. */
async function poor(allowance: (w: World) => Any) {
  const w = await world({ accounts: [10n ** 12n, 10n] });
  const [granter, grantee] = [w.address(1), w.address(2)];
  const { code, log } = await w.send(grantAllowance(granter, grantee, allowance(w)));
  expect([code, log]).toEqual([0, ""]);
  const left = () => {
    const answer = w.ask(
      Query.Allowance.path,
      Query.Allowance.request.encode({ granter, grantee }),
    );
    if (answer.code !== 0) return undefined;
    const { value } = answer;
    return (Query.Allowance.response.decode(value) as QueryAllowanceResponse).allowance?.allowance;
  };
  const pay = (fee: bigint, messages?: Any | readonly Any[]) =>
    w.tx(messages ?? w.transfer(2, 1, 1n), { by: 2, granter, fee: coins(fee), gas: 150_000n });
  /** Runs it in a block; its code, the balance that it took of the granter's, its events about grants. */
  const spend = async (fee: bigint, messages?: Any | readonly Any[]) => {
    const before = w.balance(1);
    const tx = pay(fee, messages);
    const checked = w.check(tx);
    const [result] = await w.block(tx);
    if (result === undefined) throw new Error("no result");
    // Messages run in the block alone.
    const early = result.events.length === 0;
    expect(checked.code).toBe(early ? result.code : 0);
    const gained = result.code === 0 && messages === undefined ? 1n : 0n;
    return {
      code: result.code === 0 ? "ok" : `${result.codespace} ${result.code}`,
      paid: before + gained - w.balance(1),
      events: result.events.map(({ type }) => type).filter((type) => type.endsWith("feegrant")),
      gas: result.gasUsed,
    };
  };
  return { w, granter, grantee, left, pay, spend };
}

const used = ["use_feegrant", "update_feegrant"];
const usedUp = ["revoke_feegrant", "use_feegrant"];

describe("the fee of a granter", () => {
  it("comes out of a basic allowance until that is exhausted, and then the allowance is gone", async () => {
    const { left, spend, w, granter, grantee } = await poor(() => basic(3n * FEE));
    expect(await spend(FEE)).toMatchObject({ code: "ok", paid: FEE, events: used });
    expect(left()).toEqual(basic(2n * FEE));
    expect(await spend(2n * FEE + 1n)).toMatchObject({ code: "feegrant 2", paid: 0n, events: [] });
    expect(left()).toEqual(basic(2n * FEE));
    expect(await spend(2n * FEE)).toMatchObject({ code: "ok", paid: 2n * FEE, events: usedUp });
    expect(left()).toBeUndefined();
    expect(await spend(FEE)).toMatchObject({ code: "sdk 38", paid: 0n });
    const first = (await w.send(w.transfer(2, 1, 1n), { by: 2, fee: [] })).events[0];
    expect(first?.type).not.toBe("use_feegrant");
    const { code } = await w.send(grantAllowance(granter, grantee, basic(FEE)));
    expect(code).toBe(0);
  });

  it("tells granter and grantee before the coins move, as recorded", async () => {
    const { w, granter, grantee } = await poor(() => basic());
    const { events } = await w.send(w.transfer(2, 1, 1n), { by: 2, granter });
    expect(events.slice(0, 7).map(({ type }) => type)).toEqual([
      ...used,
      "coin_spent",
      "coin_received",
      "transfer",
      "message",
      "tx",
    ]);
    const attributes = (i: number) => events[i]?.attributes.map(({ key, value }) => [key, value]);
    const parties = [
      ["granter", granter],
      ["grantee", grantee],
    ];
    expect([attributes(0), attributes(1)]).toEqual([parties, parties]);
    expect(attributes(6)).toEqual([
      ["fee", "5000uvna"],
      ["fee_payer", granter],
    ]);
  });

  it("stays without limit where none is set, and is refused in another denomination where one is", async () => {
    const { w, left, spend, granter } = await poor(() => basic());
    expect(await spend(1_000_000n)).toMatchObject({ code: "ok", paid: 1_000_000n });
    expect(left()).toEqual(basic());
    const other = w.tx(w.transfer(2, 1, 1n), { by: 2, granter, fee: coins(1n, "uother") });
    expect(w.check(other)).toMatchObject({ codespace: "sdk", code: 5 });
    const limited = await poor(() => basic(10n * FEE));
    const tx = limited.w.tx(limited.w.transfer(2, 1, 1n), {
      by: 2,
      granter: limited.granter,
      fee: coins(1n, "uother"),
    });
    expect(limited.w.check(tx)).toMatchObject({ codespace: "feegrant", code: 2 });
  });

  it("of a periodic allowance is limited by the period, which follows the one before", async () => {
    const made: { start?: bigint } = {};
    const { w, left, spend } = await poor((given) => {
      made.start = given.time + 10n * SECOND;
      return periodic(2n * FEE, { period: HOUR, reset: made.start });
    });
    const reset = made.start ?? 0n;
    const state = () => {
      const packed = left();
      const { periodCanSpend, periodReset } = PeriodicAllowance.decode(
        packed?.value ?? new Uint8Array(),
      );
      return [periodCanSpend[0]?.amount ?? 0n, periodReset];
    };
    expect(await spend(FEE)).toMatchObject({ code: "ok", paid: FEE, events: used });
    expect(state()).toEqual([FEE, reset]);
    expect(await spend(FEE + 1n)).toMatchObject({ code: "feegrant 2", events: [] });
    expect(await spend(FEE)).toMatchObject({ code: "ok" });
    expect(state()).toEqual([0n, reset]);
    expect(await spend(1n)).toMatchObject({ code: "feegrant 2" });
    w.time = reset;
    await w.block();
    expect(state()).toEqual([0n, reset]);
    expect(await spend(FEE)).toMatchObject({ code: "ok" });
    expect(state()).toEqual([FEE, reset + HOUR]);
    // More than one period later the next one begins with the fee that finds it.
    w.time = reset + 5n * HOUR;
    await w.block();
    const at = w.time;
    expect(await spend(2n * FEE)).toMatchObject({ code: "ok" });
    expect(state()).toEqual([0n, at + HOUR]);
  });

  it("of a periodic allowance never exceeds the whole limit, and ends with it", async () => {
    const { w, left, spend } = await poor((given) =>
      periodic(2n * FEE, { period: SECOND, reset: given.time }, 3n * FEE),
    );
    expect(await spend(2n * FEE)).toMatchObject({ code: "ok", events: used });
    w.time += HOUR;
    await w.block();
    expect(await spend(FEE + 1n)).toMatchObject({ code: "feegrant 2" });
    expect(await spend(FEE)).toMatchObject({ code: "ok", events: usedUp });
    expect(left()).toBeUndefined();
  });

  it("ends at the allowance's expiration", async () => {
    const { w, spend } = await poor((given) => basic(9n * FEE, given.time + 3n * SECOND));
    expect(await spend(FEE)).toMatchObject({ code: "ok" });
    w.time += 60n * SECOND;
    const tx = w.tx(w.transfer(2, 1, 1n), { by: 2, granter: w.address(1) });
    // The check state has the time of the block before: the block is what finds it ended.
    const [late] = await w.block(tx);
    expect(late).toMatchObject({ codespace: "feegrant", code: 3 });
    expect(await spend(FEE)).toMatchObject({ code: "sdk 38" });
  });

  it("is paid for the allowed messages alone, and only when all of them are", async () => {
    const { w, left, spend } = await poor(() => onlyFor([MsgSend.typeUrl], basic(3n * FEE)));
    const grant = grantAllowance(w.address(2), w.address(3), basic());
    expect(await spend(FEE, grant)).toMatchObject({ code: "feegrant 7", paid: 0n, events: [] });
    expect(await spend(FEE, [w.transfer(2, 1, 1n), grant])).toMatchObject({ code: "feegrant 7" });
    expect(await spend(FEE)).toMatchObject({ code: "ok", events: used });
    expect(left()).toEqual(onlyFor([MsgSend.typeUrl], basic(2n * FEE)));
    expect(await spend(2n * FEE)).toMatchObject({ code: "ok", events: usedUp });
    expect(left()).toBeUndefined();
  });

  it("is lost when the messages fail afterwards, and the allowance with it", async () => {
    const { w, left, spend } = await poor(() => basic(2n * FEE));
    expect(await spend(FEE, w.transfer(2, 1, 10n ** 6n))).toMatchObject({
      code: "sdk 5",
      paid: FEE,
    });
    expect(left()).toEqual(basic(FEE));
  });

  it("is refused when the granter cannot pay, and the allowance stays", async () => {
    const w = await world({ accounts: [FEE, 10n] });
    await w.send(grantAllowance(w.address(1), w.address(2), basic(10n ** 9n)), { fee: coins(10n) });
    const options = { by: 2, granter: w.address(1), fee: coins(FEE) };
    const before = w.snapshot();
    const result = await w.send(w.transfer(2, 1, 1n), options);
    expect([result.codespace, result.code]).toEqual(["sdk", 5]);
    const changed = Object.keys(World.changes(before, w.snapshot()));
    expect(changed.filter((key) => /^(feegrant|acc) /.test(key))).toEqual([]);
  });

  it("follows in CheckTx what earlier transactions spent, and in a recheck what is left", async () => {
    const { w, pay, granter } = await poor(() => basic(2n * FEE));
    const first = pay(2n * FEE);
    expect(w.check(first).code).toBe(0);
    const second = w.tx(w.transfer(2, 1, 1n), { by: 2, granter, sequence: 1n });
    expect(w.check(second)).toMatchObject({ codespace: "sdk", code: 38 });
    await w.block();
    expect(w.recheck(first).code).toBe(0);
    await w.block(first);
    expect(w.recheck(second).code).not.toBe(0);
  });

  it("costs the gas that was simulated, whatever is left and whenever the period ends", async () => {
    const runs = [
      await poor(() => basic(FEE)),
      await poor(() => basic(3n * FEE)),
      await poor((w) => periodic(2n * FEE, { period: HOUR, reset: w.time }, 10n ** 9n)),
      await poor((w) => periodic(2n * FEE, { period: HOUR, reset: w.time + HOUR })),
      await poor(() => basic()),
      await poor(() => onlyFor([MsgSend.typeUrl], basic())),
    ];
    for (const { w, spend, granter } of runs) {
      const simulated = w.simulate(w.transfer(2, 1, 1n), {
        by: 2,
        granter,
        fee: [],
        without: ["signature"],
      });
      expect(simulated.code).toBe(0);
      const { gas, code } = await spend(FEE);
      expect(code).toBe("ok");
      expect(simulated.gasUsed).toBeGreaterThanOrEqual(gas);
      expect(simulated.gasUsed - gas).toBeLessThan(600n);
    }
  });
});
