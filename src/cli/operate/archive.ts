import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { create, Parser, type ReadEntry } from "tar";
import { SnapshotError } from "../../store/snapshot/errors.js";
import { MAX_CHUNK_BYTES } from "../../store/snapshot/manifest.js";

/** Name of the manifest in an archive and in a snapshot's folder; a chunk's name is its index. */
const METADATA = "metadata";

/** One file of an archive. */
interface ArchiveEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What an archive holds: its metadata, then one chunk after the other. */
export interface OpenArchive {
  readonly metadata: Uint8Array;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Writes the folder of a snapshot as `.tar.gz`, the metadata first and the chunks in their order. */
export async function writeArchive(folder: string, chunks: number, file: string): Promise<void> {
  const names = [METADATA, ...Array.from({ length: chunks }, (_, index) => String(index))];
  const packed = create({ gzip: true, cwd: folder, portable: true }, names);
  await pipeline(packed, createWriteStream(file));
}

/**
 * Reads an archive that anybody may have made: no name in it becomes a path, and nothing larger than
 * a chunk is held. SnapshotError where it is none.
 */
export async function readArchive(file: string): Promise<OpenArchive> {
  const entries = entriesOf(file);
  const first = await entries.next();
  if (first.done === true || first.value.name !== METADATA) {
    throw new SnapshotError(`${file} does not begin with the metadata of a snapshot`);
  }
  return { metadata: first.value.bytes, chunks: chunksOf(file, entries) };
}

async function* chunksOf(file: string, entries: AsyncIterable<ArchiveEntry>) {
  let index = 0;
  for await (const { name, bytes } of entries) {
    if (name !== String(index)) throw new SnapshotError(`${file} has ${name} instead of ${index}`);
    yield bytes;
    index += 1;
  }
}

/** Files of an archive, each whole. What is unzipped is parsed at once, so few are held. */
async function* entriesOf(file: string): AsyncGenerator<ArchiveEntry> {
  const whole: ArchiveEntry[] = [];
  let failure: Error | undefined;
  const fail = (error: unknown) => {
    failure ??= new SnapshotError(`${file} is no archive of a snapshot: ${error}`);
  };
  const parser = new Parser({ strict: true, onReadEntry: (entry) => collect(entry, whole, fail) });
  parser.on("error", fail);
  const source = createReadStream(file);
  const unzipped = source.pipe(createGunzip());
  source.on("error", (error) => unzipped.destroy(error));
  try {
    for await (const piece of unzipped) {
      parser.write(piece);
      if (failure !== undefined) throw failure;
      yield* whole.splice(0);
    }
    parser.end();
  } catch (error) {
    fail(error instanceof Error ? error.message : error);
  } finally {
    source.destroy();
  }
  if (failure !== undefined) throw failure;
  yield* whole.splice(0);
}

function collect(entry: ReadEntry, whole: ArchiveEntry[], fail: (error: unknown) => void): void {
  const { path: name, size, type } = entry;
  if (type !== "File" && type !== "OldFile") fail(`${name} is no file`);
  if (size > MAX_CHUNK_BYTES) fail(`${name} has ${size} bytes`);
  const parts: Uint8Array[] = [];
  let length = 0;
  entry.on("data", (part) => {
    length += part.length;
    if (length <= MAX_CHUNK_BYTES) parts.push(part);
  });
  entry.on("end", () => whole.push({ name, bytes: Buffer.concat(parts) }));
}
