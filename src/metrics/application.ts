import { AbciCalls } from "./calls.js";
import { Counter, Gauge, Histogram, type Registry } from "./client.js";

/** What metrics want to know of a transaction in a block. */
export interface RanTx {
  readonly code: number;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
}

interface Options {
  /** `telemetry.service-name`: stands before Cosmos SDK's names where it is not empty. */
  readonly serviceName: string;
  /** Name of the histogram of ABCI calls, and where it stands. */
  readonly calls: { readonly name: string; readonly registry: Registry };
}

/** Metrics of the application under Cosmos SDK's names, whoever makes the blocks, and our own. */
export class ApplicationMetrics {
  readonly calls: AbciCalls;
  /** Transactions that were refused before they could wait; checks anew of those that wait. */
  readonly checks = { refused: 0, again: 0 };
  readonly #count: Counter;
  readonly #successful: Counter;
  readonly #failed: Counter;
  readonly #gasUsed: Gauge;
  readonly #gasWanted: Gauge;
  readonly #commit: Histogram;

  constructor(registry: Registry, { serviceName, calls }: Options) {
    const sdkName = (name: string) => (serviceName === "" ? name : `${serviceName}_${name}`);
    const registers = [registry];
    const counter = (name: string, help: string) => new Counter({ name, help, registers });
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
    this.calls = new AbciCalls(registry, sdkName, calls);
    this.#count = counter(sdkName("tx_count"), "Transactions that blocks held.");
    this.#successful = counter(sdkName("tx_successful"), "Transactions that took effect.");
    this.#failed = counter(sdkName("tx_failed"), "Transactions that blocks held and refused.");
    this.#gasUsed = gauge(sdkName("tx_gas_used"), "Gas that the last transaction used.");
    this.#gasWanted = gauge(sdkName("tx_gas_wanted"), "Gas that the last transaction wanted.");
    this.#commit = new Histogram({
      name: "vprd_commit_seconds",
      help: "Time to make a block durable.",
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
  }

  /** Notes the transactions of a block. */
  ran(results: readonly RanTx[]): void {
    const last = results.at(-1);
    if (last === undefined) return;
    const failed = results.reduce((sum, { code }) => sum + (code === 0 ? 0 : 1), 0);
    this.#count.inc(results.length);
    this.#successful.inc(results.length - failed);
    this.#failed.inc(failed);
    this.#gasUsed.set(Number(last.gasUsed));
    this.#gasWanted.set(Number(last.gasWanted));
  }

  /** Notes a check of a transaction. */
  checked(code: number, again: boolean): void {
    if (again) this.checks.again += 1;
    else if (code !== 0) this.checks.refused += 1;
  }

  /** Notes a commit. */
  committed(seconds: number): void {
    this.#commit.observe(seconds);
  }
}
