import { refuse } from "./errors.js";
import { sdkErrors } from "./sdk-errors.js";

/** Gas per logical access to an entity: Cosmos SDK's default store costs (D-TX-08). */
export const GAS = {
  has: 1_000n,
  read: 1_000n,
  readByte: 3n,
  write: 2_000n,
  writeByte: 30n,
  delete: 1_000n,
  iterate: 30n,
  iterateByte: 3n,
  indexMove: 200n,
  txByte: 10n,
  secp256k1: 1_000n,
} as const;

/** Counts the gas of one transaction. Amounts are gas units. */
export interface GasMeter {
  /** Most that may be used; undefined when nothing limits (blocks, genesis, queries). */
  readonly limit: bigint | undefined;
  readonly used: bigint;
  /** Adds to what was used. Refuses with `sdk` 11 above the limit; what was used then stays counted. */
  consume(amount: bigint, what: string): void;
  /** True the first time that this entity is asked for: reads are charged once a transaction. */
  firstRead(entity: string): boolean;
}

/** A transaction's own meter. Without a limit (simulation) it counts all the same. */
export class TxGasMeter implements GasMeter {
  #used = 0n;
  readonly #seen = new Set<string>();

  constructor(readonly limit: bigint | undefined) {}

  get used(): bigint {
    return this.#used;
  }

  consume(amount: bigint, what: string): void {
    this.#used += amount;
    if (this.limit !== undefined && this.#used > this.limit) {
      const counts = `gasWanted: ${this.limit}, gasUsed: ${this.#used}`;
      refuse(sdkErrors.outOfGas, { log: `out of gas in location: ${what}; ${counts}` });
    }
  }

  firstRead(entity: string): boolean {
    if (this.#seen.has(entity)) return false;
    this.#seen.add(entity);
    return true;
  }
}

/** Counts nothing and limits nothing: genesis, block steps and queries. */
export const freeGas: GasMeter = {
  limit: undefined,
  used: 0n,
  consume() {},
  firstRead: () => false,
};
