import { hash as digest } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StoreFault } from "../contract.js";
import { SnapshotError } from "./errors.js";
import {
  chunkCount,
  decodeManifest,
  type Manifest,
  manifestHash,
  SNAPSHOT_FORMAT,
} from "./manifest.js";

/*
 * <folder>/<height>/<format>/: one file a chunk, named by its index, and `metadata`, which is written
 * last and removed first: a folder without it is an unfinished or half removed snapshot.
 */
const METADATA = "metadata";

/** A whole snapshot on disk, as ABCI tells of it. */
export interface Snapshot {
  readonly height: bigint;
  readonly format: number;
  readonly chunks: number;
  /** sha256 of the metadata. */
  readonly hash: Uint8Array;
  /** The manifest's bytes. */
  readonly metadata: Uint8Array;
  readonly manifest: Manifest;
}

/** What {@link readSnapshots} found. */
export interface FoundSnapshots {
  /** Newest first. */
  readonly whole: readonly Snapshot[];
  /** Why others cannot be used, with their paths. */
  readonly damaged: readonly string[];
  /** Folders of unfinished ones. */
  readonly unfinished: readonly string[];
}

/** The snapshot that a manifest's bytes describe. SnapshotError where they describe none. */
export function snapshotOf(metadata: Uint8Array): Snapshot {
  const manifest = decodeManifest(metadata);
  return {
    height: manifest.info.version,
    format: SNAPSHOT_FORMAT,
    chunks: chunkCount(manifest),
    hash: manifestHash(metadata),
    metadata,
    manifest,
  };
}

/** Folder of a snapshot. */
export function snapshotFolder(folder: string, height: bigint, format: number): string {
  return join(folder, String(height), String(format));
}

/** Looks through a folder of snapshots; one that is not there holds none. */
export function readSnapshots(folder: string): FoundSnapshots {
  const whole: Snapshot[] = [];
  const damaged: string[] = [];
  const unfinished: string[] = [];
  for (const height of numbered(folder)) {
    for (const format of numbered(join(folder, height))) {
      const path = join(folder, height, format);
      if (!existsSync(join(path, METADATA))) {
        unfinished.push(path);
        continue;
      }
      try {
        if (Number(format) === SNAPSHOT_FORMAT) whole.push(readSnapshot(path, height));
      } catch (error) {
        damaged.push(`snapshot ${path}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  whole.sort((a, b) => (a.height < b.height ? 1 : -1));
  return { whole, damaged, unfinished };
}

function readSnapshot(path: string, height: string): Snapshot {
  const snapshot = snapshotOf(readFileSync(join(path, METADATA)));
  if (String(snapshot.height) !== height) {
    throw new SnapshotError(`its metadata is of height ${snapshot.height}`);
  }
  for (let index = 0; index < snapshot.chunks; index += 1) {
    if (!existsSync(join(path, String(index)))) throw new SnapshotError(`file ${index} is missing`);
  }
  return snapshot;
}

/** One chunk, compared with its hash. SnapshotError names a file that is missing or damaged. */
export function readChunk(folder: string, snapshot: Snapshot, index: number): Uint8Array {
  const path = join(snapshotFolder(folder, snapshot.height, snapshot.format), String(index));
  const hashes = snapshot.manifest.stores.flatMap(({ chunks }) => chunks);
  const wanted = hashes[index];
  if (wanted === undefined || !existsSync(path)) throw new SnapshotError(`file ${path} is missing`);
  const bytes = readFileSync(path);
  if (Buffer.compare(digest("sha256", bytes, "buffer"), wanted) === 0) return bytes;
  throw new SnapshotError(`file ${path} does not match its hash`);
}

/** Writes one chunk durably. StoreFault names the file when it cannot. */
export async function writeChunk(path: string, index: number, bytes: Uint8Array): Promise<void> {
  await writeDurably(join(path, String(index)), bytes);
}

/** Makes the snapshot in a folder a whole one. */
export async function writeMetadata(path: string, metadata: Uint8Array): Promise<void> {
  const file = join(path, METADATA);
  await writeDurably(`${file}.new`, metadata);
  await rename(`${file}.new`, file);
}

/** An empty folder for a snapshot, whatever was there. */
export async function freshFolder(path: string): Promise<void> {
  try {
    await rm(join(path, METADATA), { force: true });
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new StoreFault(`folder ${path} cannot be made: ${cause}`, { cause });
  }
}

/** Takes the metadata away: what is left is swept as unfinished. */
export async function unlist(path: string): Promise<void> {
  await rm(join(path, METADATA), { force: true });
}

/** Removes the folder of a snapshot, and that of its height when nothing else is in it. */
export async function removeFolder(path: string): Promise<void> {
  await unlist(path);
  await rm(path, { recursive: true, force: true });
  const parent = join(path, "..");
  if (existsSync(parent) && readdirSync(parent).length === 0) {
    await rm(parent, { recursive: true, force: true });
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flush: true });
  } catch (cause) {
    throw new StoreFault(`file ${path} cannot be written: ${cause}`, { cause });
  }
}

/** Names that are numbers without leading zeros. */
function numbered(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => /^(?:0|[1-9][0-9]{0,18})$/.test(name));
}
