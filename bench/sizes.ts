/** How much is measured. */
export interface Sizes {
  /** Funded accounts, one run for each. */
  readonly accounts: readonly number[];
  /** Transactions in a block. */
  readonly block: number;
  /** Rounds that are counted. */
  readonly rounds: number;
  /** Transactions of a round through CometBFT. */
  readonly load: number;
  /** Most bytes of a block through CometBFT; as in every new chain unless told. */
  readonly blockBytes?: number;
  /** Attributes of events that CometBFT indexes, by commas; all unless told. */
  readonly indexEvents?: string;
  /** Keys of the store's own benchmark. */
  readonly keys: readonly number[];
  /** Ecosystems in the state, each with a schema, one run for each. */
  readonly entities: readonly number[];
  /** Folder that keeps prepared states for later runs; none unless told. */
  readonly states?: string;
}

export const FULL: Sizes = {
  accounts: [100_000, 1_000_000],
  block: 500,
  rounds: 7,
  load: 6_000,
  keys: [100_000, 1_000_000],
  entities: [1_000, 100_000, 1_000_000],
};

/** Minutes become seconds; the figures are rough. */
export const QUICK: Sizes = {
  accounts: [1_000],
  block: 200,
  rounds: 5,
  load: 500,
  keys: [10_000],
  entities: [1_000],
};
