import type { App } from "../../src/abci/app.js";
import { freeGas } from "../../src/keeper/gas.js";
import type { StoreReader } from "../../src/store/contract.js";

/** Invariants that do not hold in what was committed, with what is wrong. */
export function faultsOf(app: App, stores: StoreReader): readonly string[] {
  const { settings, composition } = app.live;
  const { height = 0n, time: blockTime = 0n } = app.head ?? {};
  const ctx = { stores, chain: settings, height, blockTime, gas: freeGas };
  return composition.modules.flatMap(({ invariants = [] }) =>
    invariants.flatMap(({ name, check }) => {
      const wrong = check(ctx);
      return wrong === undefined ? [] : [`${name}: ${wrong}`];
    }),
  );
}
