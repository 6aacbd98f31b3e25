import type { App } from "../../src/abci/app.js";
import type { ReadContext } from "../../src/keeper/context.js";
import { freeGas } from "../../src/keeper/gas.js";
import type { Module } from "../../src/keeper/module.js";
import type { StoreReader } from "../../src/store/contract.js";

/** Invariants that do not hold in what was committed, with what is wrong. */
export function faultsOf(app: App, stores: StoreReader): readonly string[] {
  const { settings, composition } = app.live;
  const { height = 0n, time: blockTime = 0n } = app.head ?? {};
  const ctx = { stores, chain: settings, height, blockTime, gas: freeGas };
  return brokenInvariants(composition.modules, ctx);
}

/** The same of a state by itself; `of` limits it to invariants whose names begin so, as `bank` in `bank/total-supply`. */
export function brokenInvariants(
  modules: readonly Module[],
  ctx: ReadContext,
  of?: ReadonlySet<string>,
): readonly string[] {
  return modules
    .flatMap(({ invariants = [] }) => invariants)
    .filter(({ name }) => of?.has(name.slice(0, name.indexOf("/"))) ?? true)
    .flatMap(({ name, check }) => {
      const wrong = check(ctx);
      return wrong === undefined ? [] : [`${name}: ${wrong}`];
    });
}
