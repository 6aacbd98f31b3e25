import type { ChainSettings, WriteContext } from "../../src/keeper/context.js";
import { ChainError } from "../../src/keeper/errors.js";
import type { Event } from "../../src/keeper/events.js";
import { freeGas, type GasMeter } from "../../src/keeper/gas.js";
import { branchInto } from "../../src/store/branch.js";
import type { StoreBranch, StoreWriter } from "../../src/store/contract.js";
import { memoryStores } from "../../src/store/memory-store.js";
import { parseTimestamp } from "../../src/wire/time.js";

/** Settings of the chains that tests run. */
export const TEST_SETTINGS: ChainSettings = {
  chainId: "vpr-test-1",
  denom: "uvna",
  prefix: "verana",
  coinType: 118,
  strictDidOwnership: false,
  schemaIdNetwork: "vpr-test-1",
};

/** Where a test chain starts. `time` is nanoseconds since the Unix epoch. */
export interface ModuleContextOptions {
  readonly height?: bigint;
  readonly time?: bigint;
  readonly settings?: Partial<ChainSettings>;
  readonly gas?: GasMeter;
}

/** State in memory, a clock that stands still, and what was emitted: enough to run one module. */
export class ModuleContext {
  readonly settings: ChainSettings;
  height: bigint;
  /** Nanoseconds since the Unix epoch. */
  time: bigint;
  gas: GasMeter;
  /** Events of what succeeded, in order. */
  readonly events: Event[] = [];
  readonly #names = new Set<string>();
  readonly #stores: StoreWriter;

  constructor(options: ModuleContextOptions = {}) {
    this.settings = { ...TEST_SETTINGS, ...options.settings };
    this.height = options.height ?? 10n;
    this.time = options.time ?? parseTimestamp("2026-01-01T00:00:00Z");
    this.gas = options.gas ?? freeGas;
    const stores = memoryStores();
    const names = this.#names;
    this.#stores = {
      store(name) {
        names.add(name);
        return stores.store(name);
      },
    };
  }

  /** A context for reading what stands. */
  get ctx(): WriteContext {
    return this.context(() => {}, branchInto(this.#stores));
  }

  /** Runs `work` as a transaction would: its writes and events stay only when it does not throw. */
  run<T>(work: (ctx: WriteContext) => T): T {
    const events: Event[] = [];
    const stores = branchInto(this.#stores);
    const value = work(this.context((event) => events.push(event), stores));
    stores.write();
    this.events.push(...events);
    return value;
  }

  /** Runs `work`, which must be refused before it writes anything; what was refused. */
  refused(work: (ctx: WriteContext) => unknown): ChainError {
    const stores = branchInto(this.#stores);
    const error = refusalOf(() => work(this.context(() => {}, stores)));
    if (stores.writes().size > 0) throw new Error(`written before the refusal: ${error.message}`);
    return error;
  }

  /** Runs `work`, which may write before it is refused, as a message with several steps does. */
  rolledBack(work: (ctx: WriteContext) => unknown): ChainError {
    return refusalOf(() => work(this.ctx));
  }

  /** Lets `nanoseconds` and one block pass. */
  pass(nanoseconds: bigint): void {
    this.height += 1n;
    this.time += nanoseconds;
  }

  /** Every key and value of every store, as text. */
  dump(): string {
    const lines: string[] = [];
    for (const name of [...this.#names].sort()) {
      for (const [key, value] of this.#stores.store(name).iterate()) {
        lines.push(`${name} ${hex(key)} ${hex(value)}`);
      }
    }
    return lines.join("\n");
  }

  private context(emit: (event: Event) => void, stores: StoreBranch): WriteContext {
    return {
      stores,
      chain: this.settings,
      height: this.height,
      blockTime: this.time,
      gas: this.gas,
      emit,
    };
  }
}

/** A module's context. */
export const moduleContext = (options?: ModuleContextOptions): ModuleContext =>
  new ModuleContext(options);

function refusalOf(work: () => unknown): ChainError {
  try {
    work();
  } catch (error) {
    if (error instanceof ChainError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
