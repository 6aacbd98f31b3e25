import type { StoreBranch, StoreReader } from "../store/contract.js";
import { ChainError } from "./errors.js";
import type { Event } from "./events.js";
import type { GasMeter } from "./gas.js";
import { sdkErrors } from "./sdk-errors.js";

/** What genesis fixes for the life of the chain (D-TX-10). */
export interface ChainSettings {
  readonly chainId: string;
  /** Base denomination, `uvna`. */
  readonly denom: string;
  /** Bech32 prefix of accounts, `verana`; `valoper` and `valcons` are appended for the others. */
  readonly prefix: string;
  readonly coinType: number;
  /** Stable v4's rule that a DID has one owner everywhere (D-GEN-18); false by default. */
  readonly strictDidOwnership: boolean;
  /** `<network>` in generated schema ids (D-CS-02); the chain id unless genesis sets another. */
  readonly schemaIdNetwork: string;
  /** The digest algorithms that new schemas may name, lower case; all that there are when absent (D-CS-05). */
  readonly digestAlgorithms?: readonly string[];
}

/** What checks and queries see. */
export interface ReadContext {
  readonly stores: StoreReader;
  readonly chain: ChainSettings;
  /** Height of the block that runs, or that the query asks for. */
  readonly height: bigint;
  /** Time of that block: nanoseconds since the Unix epoch (D-GEN-07). */
  readonly blockTime: bigint;
  readonly gas: GasMeter;
}

/** What `execute`, block steps and genesis see. */
export interface WriteContext extends ReadContext {
  readonly stores: StoreBranch;
  emit(event: Event): void;
}

export type Attempt<T> =
  | { readonly ok: true; readonly value: T; readonly events: readonly Event[] }
  | { readonly ok: false; readonly error: ChainError };

/**
 * Runs `work` on a branch: all of its writes and events happen, or none. A refusal is returned; out
 * of gas and whatever is no refusal is thrown on, since it ends more than this step.
 */
export function attempt<T>(ctx: WriteContext, work: (inner: WriteContext) => T): Attempt<T> {
  const stores = ctx.stores.branch();
  const events: Event[] = [];
  try {
    const value = work({ ...ctx, stores, emit: (event) => events.push(event) });
    stores.write();
    for (const event of events) ctx.emit(event);
    return { ok: true, value, events };
  } catch (error) {
    stores.discard();
    if (!(error instanceof ChainError) || error.kind === sdkErrors.outOfGas) throw error;
    return { ok: false, error };
  }
}
