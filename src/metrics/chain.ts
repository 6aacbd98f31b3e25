import { Counter, Gauge, Histogram, type Registry } from "./client.js";

/** What metrics want to know of a block that was committed. */
export interface SeenBlock {
  readonly height: bigint;
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  /** Sizes of its transactions, in bytes. */
  readonly txBytes: readonly number[];
  /** Bytes of the encoded block. */
  readonly bytes: number;
}

/** What is asked when metrics are read. */
export interface ChainSource {
  /** Transactions that wait, and their bytes. */
  readonly mempool: { readonly size: number; readonly bytes: number };
  /** Transactions that were refused before they could wait; checks anew of those that wait. */
  readonly checks: { readonly refused: number; readonly again: number };
  /** Voting powers of the validators of the next block. */
  powers(): Promise<readonly bigint[]>;
}

type Row = readonly [name: string, help: string, read: () => number | Promise<number>];

/**
 * CometBFT's metrics of a chain whose blocks this process makes, under its names. What can be read
 * when somebody asks is read then; a block costs a handful of additions.
 */
export class ChainMetrics {
  readonly #interval: Histogram;
  readonly #txSize: Histogram;
  #last: SeenBlock | undefined;
  #totalTxs = 0;
  #totalBytes = 0;

  /** `namespace` stands before every name: `cometbft`. */
  constructor(
    registry: Registry,
    namespace: string,
    private readonly source: ChainSource,
  ) {
    const registers = [registry];
    for (const [name, help, read] of this.#gauges()) {
      new Gauge({
        name: `${namespace}_${name}`,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    }
    for (const [name, help, read] of this.#counters()) {
      new Counter({
        name: `${namespace}_${name}`,
        help,
        registers,
        async collect() {
          const value = await read();
          this.reset();
          this.inc(value);
        },
      });
    }
    this.#interval = new Histogram({
      name: `${namespace}_consensus_block_interval_seconds`,
      help: "Time between this and the last block.",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.#txSize = new Histogram({
      name: `${namespace}_mempool_tx_size_bytes`,
      help: "Histogram of transaction sizes in bytes.",
      buckets: [1, 3, 9, 27, 81, 243, 729, 2_187, 6_561, 19_683, 59_049],
      registers,
    });
  }

  /** Notes a block. */
  committed(block: SeenBlock): void {
    if (this.#last !== undefined) {
      this.#interval.observe(Number(block.time - this.#last.time) / 1e9);
    }
    for (const size of block.txBytes) this.#txSize.observe(size);
    this.#totalBytes += block.bytes;
    this.#totalTxs += block.txBytes.length;
    this.#last = block;
  }

  #gauges(): readonly Row[] {
    const { source } = this;
    const last = (read: (block: SeenBlock) => number) => () =>
      this.#last === undefined ? 0 : read(this.#last);
    const count = async () => (await source.powers()).length;
    const power = async () => Number((await source.powers()).reduce((sum, one) => sum + one, 0n));
    const height = last((block) => Number(block.height));
    return [
      // CometBFT's height is the one that is being decided.
      ["consensus_height", "Height of the chain.", last((block) => Number(block.height) + 1)],
      ["consensus_latest_block_height", "The latest block height.", height],
      ["consensus_validators", "Number of validators.", count],
      ["consensus_validators_power", "Total power of all validators.", power],
      ...NEVER_HERE.map(([name, help]): Row => [name, help, () => 0]),
      ["consensus_num_txs", "Number of transactions.", last(({ txBytes }) => txBytes.length)],
      ["consensus_total_txs", "Total number of transactions.", () => this.#totalTxs],
      ["consensus_block_size_bytes", "Size of the block.", last(({ bytes }) => bytes)],
      ["mempool_size", "Number of uncommitted transactions.", () => source.mempool.size],
      ["mempool_size_bytes", "Total size of the mempool in bytes.", () => source.mempool.bytes],
    ];
  }

  #counters(): readonly Row[] {
    const { checks } = this.source;
    return [
      ["consensus_chain_size_bytes", "Size of the chain in bytes.", () => this.#totalBytes],
      ["mempool_failed_txs", "Number of failed transactions.", () => checks.refused],
      ["mempool_recheck_times", "Times that transactions were checked anew.", () => checks.again],
    ];
  }
}

/** What one validator, which is this process, cannot meet: dashboards ask for it nevertheless. */
const NEVER_HERE = [
  ["consensus_rounds", "Number of rounds."],
  ["consensus_missing_validators", "Number of validators who did not sign."],
  ["consensus_missing_validators_power", "Total power of the missing validators."],
  ["consensus_byzantine_validators", "Number of validators who tried to double sign."],
  ["consensus_byzantine_validators_power", "Total power of the byzantine validators."],
] as const;
