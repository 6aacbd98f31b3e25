import { Gauge, type Registry } from "./client.js";

/** What is asked of the state when metrics are read. */
export interface StateSource {
  /** Keys of each store. */
  keys(): ReadonlyMap<string, number>;
  /** Last committed version, and the oldest that can be asked for. */
  readonly version: bigint;
  readonly earliest: bigint;
  /** Snapshots that other nodes can start from. */
  snapshots(): number;
}

/** Gauges of the state, read when somebody asks. */
export function watchState(registry: Registry, source: StateSource): void {
  const registers = [registry];
  new Gauge({
    name: "vprd_store_keys",
    help: "Keys of each store.",
    labelNames: ["store"],
    registers,
    collect() {
      for (const [store, keys] of source.keys()) this.set({ store }, keys);
    },
  });
  const rows: readonly (readonly [name: string, help: string, read: () => number])[] = [
    ["vprd_store_version", "Last committed version.", () => Number(source.version)],
    ["vprd_store_earliest_version", "Oldest retained version.", () => Number(source.earliest)],
    ["vprd_snapshots", "Snapshots that are offered to other nodes.", () => source.snapshots()],
  ];
  for (const [name, help, read] of rows) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
}
