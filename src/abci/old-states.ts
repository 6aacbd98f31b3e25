import { StatusError } from "../keeper/query.js";
import type { MultiStore, StoreReader } from "../store/contract.js";

/** Queries that may wait for older states at once: each keeps the processor busy for a while. */
const MOST_WAITING = 64;

/** States that are not in memory any more, made again one after another. */
export class OldStates {
  #waiting = 0;

  constructor(private readonly store: MultiStore) {}

  /** The state at a height; undefined where it is not kept. Refuses when too many wait. */
  async load(height: bigint): Promise<StoreReader | undefined> {
    if (this.#waiting >= MOST_WAITING) {
      throw new StatusError("ResourceExhausted", "too many queries at old heights, try again");
    }
    this.#waiting += 1;
    try {
      return await this.store.load(height);
    } catch (error) {
      // Damage among what is old does not touch the state that blocks build on: the node goes on.
      throw new Error(`the state at height ${height} cannot be made again`, { cause: error });
    } finally {
      this.#waiting -= 1;
    }
  }
}
