import { ApplicationMetrics } from "./application.js";
import { ChainMetrics, type ChainSource } from "./chain.js";
import { Registry } from "./client.js";
import { type StateSource, watchState } from "./state.js";
import { threadRegistry } from "./thread.js";

/** How the metrics of a node are named. */
export interface MetricsNames {
  /** Stands before CometBFT's names: `cometbft`. */
  readonly namespace: string;
  /** Stands before Cosmos SDK's names where it is not empty. */
  readonly serviceName: string;
  /** Labels that every metric carries. */
  readonly globalLabels: Readonly<Record<string, string>>;
  /** Whether this process makes the blocks: CometBFT serves its own metrics where it does not. */
  readonly makesBlocks: boolean;
}

/** The metrics of a node's main thread. */
export class NodeMetrics {
  readonly application: ApplicationMetrics;
  readonly #registry: Registry;
  /** CometBFT's names, which carry the chain's id. */
  readonly #engine = new Registry();

  constructor(private readonly names: MetricsNames) {
    const { namespace, serviceName, globalLabels, makesBlocks } = names;
    this.#registry = threadRegistry("");
    this.#registry.setDefaultLabels(globalLabels);
    const calls = makesBlocks
      ? { name: `${namespace}_abci_connection_method_timing_seconds`, registry: this.#engine }
      : { name: "vprd_abci_method_timing_seconds", registry: this.#registry };
    this.application = new ApplicationMetrics(this.#registry, { serviceName, calls });
  }

  /** Begins CometBFT's metrics of the chain whose blocks this process makes. */
  chain(chainId: string, source: Omit<ChainSource, "checks">): ChainMetrics {
    const { globalLabels, namespace } = this.names;
    this.#engine.setDefaultLabels({ ...globalLabels, chain_id: chainId });
    const { checks } = this.application;
    return new ChainMetrics(this.#engine, namespace, { ...source, checks });
  }

  /** Begins the metrics of the state. */
  state(source: StateSource): void {
    watchState(this.#registry, source);
  }

  /** All of it in Prometheus' text form. */
  async text(): Promise<string> {
    return `${await this.#registry.metrics()}${await this.#engine.metrics()}`;
  }
}

/** The content type of the text form. */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
