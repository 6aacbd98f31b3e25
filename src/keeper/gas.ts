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

/** Counts the gas of one transaction or query. Amounts are gas units. */
export interface GasMeter {
  /** Most that may be used; undefined when nothing limits (blocks, genesis, most queries). */
  readonly limit: bigint | undefined;
  readonly used: bigint;
  /** Adds to what was used. Refuses with `sdk` 11 above the limit; what was used then stays counted. */
  consume(amount: bigint, what: string): void;
  /**
   * True the first time that this key of a store is asked for: reads are charged once a transaction.
   * `key` is its text (store/key-text.ts).
   */
  firstRead(store: string, key: string): boolean;
  /**
   * What `make` made of an entity's bytes, as before in this transaction where they are the same: a read
   * that is charged once must not be worked at each time.
   */
  once<T>(entity: string, bytes: Uint8Array, make: () => T): T;
}

/** A transaction's own meter. Without a limit (simulation) it counts all the same. */
export class TxGasMeter implements GasMeter {
  #used = 0n;
  readonly #seen = new Map<string, Set<string>>();
  readonly #made = new Map<string, { readonly bytes: Uint8Array; readonly value: unknown }>();

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

  firstRead(store: string, key: string): boolean {
    const seen = this.#seen.get(store);
    if (seen === undefined) this.#seen.set(store, new Set([key]));
    else if (seen.has(key)) return false;
    else seen.add(key);
    return true;
  }

  once<T>(entity: string, bytes: Uint8Array, make: () => T): T {
    const known = this.#made.get(entity);
    if (known !== undefined && Buffer.compare(known.bytes, bytes) === 0) return known.value as T;
    const value = make();
    this.#made.set(entity, { bytes: Uint8Array.from(bytes), value });
    return value;
  }
}

/** A query's meter: every read counts, also one of what was read before, as a query pays for nothing else. */
export class QueryGasMeter implements GasMeter {
  #used = 0n;

  constructor(readonly limit: bigint) {}

  get used(): bigint {
    return this.#used;
  }

  consume(amount: bigint, what: string): void {
    this.#used += amount;
    if (this.#used <= this.limit) return;
    const advice =
      "narrow the filters, or ask for shorter pages and go on behind each by its cursor";
    refuse(sdkErrors.outOfGas, {
      log: `out of gas in location: ${what}; a query may use ${this.limit} gas at this node: ${advice}`,
    });
  }

  firstRead(): boolean {
    return true;
  }

  once<T>(_entity: string, _bytes: Uint8Array, make: () => T): T {
    return make();
  }
}

/** Counts nothing and limits nothing: genesis, block steps, and queries where nothing limits them. */
export const freeGas: GasMeter = {
  limit: undefined,
  used: 0n,
  consume() {},
  firstRead: () => false,
  once: (_entity, _bytes, make) => make(),
};
