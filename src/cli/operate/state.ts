import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../abci/app.js";
import { silent } from "../../abci/logger.js";
import { StoreFault } from "../../store/contract.js";
import type { MultiStoreOptions, OpenMultiStore } from "../../store/multistore.js";
import { SnapshotError } from "../../store/snapshot/errors.js";
import { CliError } from "../failure.js";
import { cliPaths } from "../home.js";
import { say } from "../output.js";
import { VERSION } from "../version.js";

/**
 * Works on the state of a node that does not run, and closes it. CliError where there is no database,
 * where a node has it open, and where something in it is damaged.
 */
export async function withState<T>(
  home: string,
  work: (store: OpenMultiStore) => Promise<T>,
  options: Pick<MultiStoreOptions, "pruning"> = {},
): Promise<T> {
  const { state } = cliPaths(home);
  if (!existsSync(join(state, "CURRENT")) && !existsSync(join(state, "committed"))) {
    throw new CliError(`there is no database ${state}; has the node ever run with this home?`);
  }
  return withNewState(home, work, options);
}

/** The same, where a database that is not there yet is made. */
export function withNewState<T>(
  home: string,
  work: (store: OpenMultiStore) => Promise<T>,
  options: Pick<MultiStoreOptions, "pruning"> = {},
): Promise<T> {
  const { data, state } = cliPaths(home);
  return telling(async () => {
    const { openState } = await import("../../abci/open-state.js");
    mkdirSync(data, { recursive: true });
    // Nothing is pruned in passing: only `prune` removes anything.
    const pruning = options.pruning ?? "nothing";
    const store = await openState({ pruning, path: state });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  });
}

/** The application over a state that has blocks. Throws CliError. */
export async function appOf(store: OpenMultiStore): Promise<App> {
  if (store.version === 0n) throw new CliError("the database holds no block yet");
  const { App } = await import("../../abci/app.js");
  return new App({ store, logger: silent, version: VERSION });
}

/** Turns what is wrong with files or snapshots into an error of the command line. */
export async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isTold = error instanceof StoreFault || error instanceof SnapshotError;
    if (!isTold) throw error;
    const hint = /in use by another/.test(error.message) ? "; stop the node first" : "";
    throw new CliError(`${error.message}${hint}`);
  }
}

/** A height given as text. Throws CliError. */
export function readHeight(text: string): bigint {
  if (/^[1-9][0-9]{0,18}$/.test(text)) return BigInt(text);
  throw new CliError(`${text} is no height`);
}

/** Snapshot work says on stderr what it was told. */
export function tellOnStderr(_: "info" | "warn", message: string, facts: object): void {
  const text = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  say(`${message} ${text.join(" ")}`);
}
