import { existsSync } from "node:fs";
import { Command } from "commander";
import { SnapshotError } from "../../store/snapshot/errors.js";
import { readChunk, type Snapshot, snapshotFolder } from "../../store/snapshot/folder.js";
import { SnapshotShelf } from "../../store/snapshot/shelf.js";
import { CliError, messageOf } from "../failure.js";
import { cliPaths } from "../home.js";
import { readHeight, telling, tellOnStderr, withNewState, withState } from "../operate/state.js";
import { homeOf, wholeNumber } from "../options.js";
import { say } from "../output.js";

/** `snapshots …`: the files under `data/snapshots`, with the names of Cosmos SDK. */
export function snapshotsCommand(): Command {
  return new Command("snapshots")
    .summary("manage local snapshots")
    .description("Manage the snapshots of the state under data/snapshots")
    .addCommand(listCommand())
    .addCommand(exportCommand())
    .addCommand(restoreCommand())
    .addCommand(dumpCommand())
    .addCommand(loadCommand())
    .addCommand(deleteCommand());
}

function listCommand(): Command {
  const command = new Command("list").summary("list local snapshots");
  return command.action(async () => {
    const shelf = await shelfOf(homeOf(command));
    for (const snapshot of shelf.list()) process.stdout.write(`${line(snapshot)}\n`);
  });
}

function exportCommand(): Command {
  const command = new Command("export")
    .summary("take a snapshot of the state of a stopped node")
    .option("--height <height>", "block to export (default: the last one)");
  return command.action(async () => {
    const home = homeOf(command);
    const { height } = command.opts<{ height?: string }>();
    const snapshot = await withState(home, async (store) => {
      const wanted = height === undefined || height === "0" ? store.version : readHeight(height);
      if (wanted === 0n) throw new CliError("the database holds no block yet");
      say(`Exporting snapshot for height ${wanted}`);
      const shelf = await SnapshotShelf.open({ ...quiet(home), store });
      return shelf.take(wanted);
    });
    const { format, chunks } = snapshot;
    process.stdout.write(
      `Snapshot created at height ${snapshot.height}, format ${format}, chunks ${chunks}\n`,
    );
  });
}

function restoreCommand(): Command {
  const command = withPlace("restore").summary("fill an empty database from a local snapshot");
  return command.action(async (heightText: string, format: number) => {
    const home = homeOf(command);
    const { snapshots } = cliPaths(home);
    const snapshot = found(await shelfOf(home), readHeight(heightText), format);
    await withNewState(home, async (store) => {
      if (store.version > 0n) {
        throw new CliError(`the database holds block ${store.version}; move it away first`);
      }
      const restore = await store.restore(snapshot.manifest);
      for (let index = 0; index < snapshot.chunks; index += 1) {
        await restore.add(readChunk(snapshots, snapshot, index));
      }
      const hash = Buffer.from(store.appHash).toString("hex").toUpperCase();
      process.stdout.write(`Restored height ${store.version} with app hash ${hash}\n`);
    });
  });
}

function dumpCommand(): Command {
  const command = withPlace("dump")
    .summary("write a local snapshot as an archive")
    .option("-o, --output <file>", "archive (default: HEIGHT-FORMAT.tar.gz)");
  return command.action(async (heightText: string, format: number) => {
    const home = homeOf(command);
    const height = readHeight(heightText);
    const snapshot = found(await shelfOf(home), height, format);
    const { output } = command.opts<{ output?: string }>();
    const file = output ?? `${height}-${format}.tar.gz`;
    const folder = snapshotFolder(cliPaths(home).snapshots, height, format);
    const { writeArchive } = await import("../operate/archive.js");
    try {
      await writeArchive(folder, snapshot.chunks, file);
    } catch (error) {
      throw new CliError(`${file} cannot be written: ${messageOf(error)}`);
    }
  });
}

function loadCommand(): Command {
  const command = new Command("load")
    .summary("take an archive into the local snapshots")
    .argument("<archive-file>", "as dump wrote it");
  return command.action(async (file: string) => {
    if (!existsSync(file)) throw new CliError(`there is no file ${file}`);
    const shelf = await shelfOf(homeOf(command));
    const { readArchive } = await import("../operate/archive.js");
    const snapshot = await telling(async () => {
      const { metadata, chunks } = await readArchive(file);
      return shelf.add(metadata, chunks);
    });
    process.stdout.write(`Loaded ${line(snapshot)}\n`);
  });
}

function deleteCommand(): Command {
  const command = withPlace("delete").summary("remove a local snapshot");
  return command.action(async (heightText: string, format: number) => {
    const shelf = await shelfOf(homeOf(command));
    await telling(() => shelf.remove(readHeight(heightText), format));
  });
}

function withPlace(name: string): Command {
  return new Command(name)
    .argument("<height>", "height of the snapshot")
    .argument("<format>", "its format, as list prints it", wholeNumber);
}

function line({ height, format, chunks }: Snapshot): string {
  return `height: ${height} format: ${format} chunks: ${chunks}`;
}

function found(shelf: SnapshotShelf, height: bigint, format: number): Snapshot {
  const snapshot = shelf.find(height, format);
  if (snapshot !== undefined) return snapshot;
  throw new CliError(`there is no snapshot of height ${height} and format ${format}`);
}

/** The snapshots alone, which need no state: a node may run over it, and be writing one. */
function shelfOf(home: string): Promise<SnapshotShelf> {
  const store = {
    snapshotSource: () => Promise.reject(new SnapshotError("no state is open")),
  };
  return SnapshotShelf.open({ ...quiet(home), store, guest: true });
}

function quiet(home: string) {
  const { snapshots: folder } = cliPaths(home);
  return { folder, interval: 0, keepRecent: 0, tell: tellOnStderr };
}
