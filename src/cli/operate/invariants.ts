import type { ReadContext } from "../../keeper/context.js";
import { freeGas } from "../../keeper/gas.js";
import { CliError, messageOf } from "../failure.js";
import { appOf, withState } from "./state.js";

/** An invariant and what it found. */
export interface InvariantFinding {
  /** `bank/total-supply` */
  readonly name: string;
  /** What is wrong; undefined where nothing is. */
  readonly reason: string | undefined;
}

/** Checks every module's invariants on the last state of a node that does not run. Throws CliError. */
export async function checkInvariants(home: string): Promise<readonly InvariantFinding[]> {
  return withState(home, async (store) => {
    const { settings: chain, composition } = (await appOf(store)).live;
    const height = store.version;
    const stores = await store.load(height);
    const blockTime = store.info(height)?.time;
    if (stores === undefined || blockTime === undefined) {
      throw new CliError(`the state of block ${height} is not retained`);
    }
    const ctx: ReadContext = { stores, chain, height, blockTime, gas: freeGas };
    return composition.modules.flatMap(({ invariants = [] }) =>
      invariants.map(({ name, check }) => ({ name, reason: attempt(() => check(ctx)) })),
    );
  });
}

/** A state that cannot even be read breaks the invariant too. */
function attempt(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return messageOf(error);
  }
}
