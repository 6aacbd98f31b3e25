import { expect, it } from "vitest";
import { silent } from "../../src/abci/logger.js";
import { Queries } from "../../src/abci/queries.js";
import { RELEASE, type Release } from "../../src/abci/release.js";
import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import { RequestQuery } from "../../src/gen/tendermint/abci.js";
import type { MessageBinding } from "../../src/keeper/handler.js";
import { StateFault } from "../../src/keeper/state-fault.js";
import { type MultiStore, StoreFault } from "../../src/store/contract.js";
import { world } from "../support/world.js";

const START = 10n ** 12n;
/** Units whose transfer meets the fault, once it has written. */
const BAD = 13n;

/** The program with a transfer that meets a fault, and a block that does of itself. */
function failing(fault: Error, atHeight?: bigint): Release {
  const broken = (binding: MessageBinding): MessageBinding => ({
    ...binding,
    run(ctx, message, signer) {
      const outcome = binding.run(ctx, message, signer);
      if ((message as MsgSend).amount[0]?.amount === BAD) throw fault;
      return outcome;
    },
  });
  return {
    ...RELEASE,
    adapt: (modules) => [
      ...modules.map(({ messages, ...module }) => ({
        ...module,
        ...(messages && {
          messages: messages.map((one) => (one.type === MsgSend ? broken(one) : one)),
        }),
      })),
      {
        name: "faulty",
        endBlock(ctx) {
          if (ctx.height === atHeight) throw fault;
        },
      },
    ],
  };
}

it("a transaction that meets a contradiction of the state fails like any other, and the chain goes on", async () => {
  const w = await world({ app: { release: failing(new StateFault("two and two are five")) } });
  const [bad, good] = [w.tx(w.transfer(1, 7, BAD)), w.tx(w.transfer(2, 8, 5n), { by: 2 })];
  const [failed, passed] = await w.block(bad, good);
  expect(failed).toMatchObject({ code: 1, codespace: "undefined" });
  expect(failed?.log).not.toContain("two and two");
  expect(passed?.code).toBe(0);
  expect([w.balance(1), w.balance(7), w.balance(8)]).toEqual([START - 5_000n, 0n, 5n]);
  expect((await w.send(w.transfer(1, 7, 1n))).code).toBe(0);
});

it("a contradiction in a step of the block itself ends the node, and so does a damaged store", async () => {
  const step = await world({ app: { release: failing(new StateFault("of the block"), 3n) } });
  await step.block();
  await expect(step.block()).rejects.toThrow(StateFault);
  const sick = await world({ app: { release: failing(new StoreFault("torn")) } });
  await expect(sick.block(sick.tx(sick.transfer(1, 7, BAD)))).rejects.toThrow(StoreFault);
});

it("a damaged store is not told as one that is not there", async () => {
  const w = await world();
  // No file of a store in memory can be damaged: one that says so stands in.
  const store = new Proxy(w.store, {
    get(target, name): unknown {
      if (name === "at") return () => ({ store: torn });
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  }) as MultiStore;
  const queries = new Queries(w.app, { store, logger: silent, version: "test" });
  const ask = (name: string) => RequestQuery.create({ path: `/store/${name}/key` });
  expect(() => queries.query(ask("bank"))).toThrow(StoreFault);
  expect(w.app.query(ask("nothing"))).toMatchObject({ codespace: "store", code: 4 });
});

const torn = () => {
  throw new StoreFault("torn");
};
