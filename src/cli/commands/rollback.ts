import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { EngineRollback } from "../../engine/embedded/rollback.js";
import { StoreFault } from "../../store/contract.js";
import { readSnapshots, removeFolder, snapshotFolder } from "../../store/snapshot/folder.js";
import { CliError, messageOf } from "../failure.js";
import { cliPaths } from "../home.js";
import { telling, withState } from "../operate/state.js";
import { homeOf } from "../options.js";
import { say } from "../output.js";

/** `rollback` */
export function rollbackCommand(): Command {
  const command = new Command("rollback")
    .summary("take the state back by one block")
    .description(
      "Take a stopped node back by one block. The block stays and is run again at the next start; " +
        "with --hard it is removed. Behind CometBFT run `cometbft rollback` with the same flag too.",
    )
    .option("--hard", "remove the last block too");
  return command.action(async () => {
    const home = homeOf(command);
    const { hard = false } = command.opts<{ hard?: boolean }>();
    const rolled = existsSync(engineFolder(home))
      ? await rollbackBoth(home, hard)
      : await rollbackState(home, undefined);
    await dropSnapshots(home, rolled.height);
    const hash = Buffer.from(rolled.appHash).toString("hex").toUpperCase();
    process.stdout.write(`Rolled back state to height ${rolled.height} and hash ${hash}\n`);
    if (!existsSync(join(cliPaths(home).data, "blockstore.db"))) return;
    say(`CometBFT: run cometbft rollback${hard ? " --hard" : ""} --home ${home} as well`);
  });
}

/** Peers must not be offered a state that was given up. */
async function dropSnapshots(home: string, above: bigint): Promise<void> {
  const { whole } = readSnapshots(cliPaths(home).snapshots);
  for (const { height, format } of whole) {
    if (height > above)
      await removeFolder(snapshotFolder(cliPaths(home).snapshots, height, format));
  }
}

interface Rolled {
  readonly height: bigint;
  readonly appHash: Uint8Array;
}

function engineFolder(home: string): string {
  return join(cliPaths(home).data, "engine.db");
}

/**
 * The state goes first: killed in between, the engine still has the block and runs it again, as
 * after a crash.
 */
async function rollbackBoth(home: string, hard: boolean): Promise<Rolled> {
  const engine = await engineBack(home);
  try {
    const rolled = await rollbackState(home, engine);
    if (Buffer.compare(rolled.appHash, engine.appHash) !== 0) {
      throw new CliError(
        `block ${engine.height} has another app hash than the state; nothing fits`,
      );
    }
    await telling(() => engine.apply(hard));
    return rolled;
  } finally {
    await engine.close();
  }
}

async function engineBack(home: string): Promise<EngineRollback> {
  const { prepareRollback } = await import("../../engine/embedded/rollback.js");
  return telling(async () => {
    try {
      return await prepareRollback(engineFolder(home));
    } catch (error) {
      throw error instanceof StoreFault ? error : new CliError(messageOf(error));
    }
  });
}

/** Takes the state back to the engine's block, or by one where no engine tells. */
function rollbackState(home: string, engine: EngineRollback | undefined): Promise<Rolled> {
  return withState(home, async (store) => {
    const height = engine?.height ?? store.version - 1n;
    if (height < store.earliest) {
      throw new CliError(`there is no state before block ${store.version} to go back to`);
    }
    if (store.version > height) await store.rollback(height);
    if (store.version < height) {
      throw new CliError(
        `the state is at block ${store.version}, behind ${height}; start the node`,
      );
    }
    return { height, appHash: store.appHash };
  });
}
