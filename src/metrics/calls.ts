import { Counter, Histogram, type Registry } from "./client.js";

/** CometBFT's bounds of its own histogram of ABCI calls, in seconds. */
const BUCKETS = [0.0001, 0.0004, 0.002, 0.009, 0.02, 0.1, 0.65, 2, 6, 25];

/** ABCI methods, by the names that metrics give them. */
export type AbciMethod =
  | "info"
  | "query"
  | "check_tx"
  | "init_chain"
  | "prepare_proposal"
  | "process_proposal"
  | "finalize_block"
  | "commit"
  | "list_snapshots"
  | "offer_snapshot"
  | "load_snapshot_chunk"
  | "apply_snapshot_chunk";

interface Total {
  count: number;
  milliseconds: number;
}

/**
 * Times of ABCI calls: as a histogram in seconds, and under Cosmos SDK's names (`abci_check_tx`, in
 * milliseconds) as the sum and the count of its summaries; quantiles come from the histogram.
 */
export class AbciCalls {
  readonly #totals = new Map<AbciMethod, Total>();
  readonly #histogram: Histogram<"method" | "type">;

  /** `sdkName` gives Cosmos SDK's names their prefix. */
  constructor(
    private readonly registry: Registry,
    private readonly sdkName: (name: string) => string,
    histogram: { readonly name: string; readonly registry: Registry },
  ) {
    this.#histogram = new Histogram({
      name: histogram.name,
      help: "Timing for each ABCI method.",
      labelNames: ["method", "type"],
      buckets: BUCKETS,
      registers: [histogram.registry],
    });
  }

  /** Notes a call that took `seconds`. */
  took(method: AbciMethod, seconds: number): void {
    const total = this.#totals.get(method) ?? this.#begin(method);
    total.count += 1;
    total.milliseconds += seconds * 1_000;
    this.#histogram.observe({ method, type: "sync" }, seconds);
  }

  #begin(method: AbciMethod): Total {
    const total = { count: 0, milliseconds: 0 };
    this.#totals.set(method, total);
    const tell = (suffix: string, help: string, read: () => number) =>
      new Counter({
        name: this.sdkName(`abci_${method}_${suffix}`),
        help,
        registers: [this.registry],
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    tell("sum", `Milliseconds that ABCI ${method} took.`, () => total.milliseconds);
    tell("count", `Calls of ABCI ${method}.`, () => total.count);
    return total;
  }
}
