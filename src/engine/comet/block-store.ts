import { openDatabase } from "../../store/database.js";
import { Reader } from "../../wire/reader.js";

/** Under which CometBFT keeps the bounds of its blocks: base (1) and height (2). */
const BOUNDS = "blockStore";

/**
 * Height of the last block in a folder `blockstore.db` of CometBFT; undefined where none is told. The
 * folder is opened for writing: give a copy. Throws StoreFault, or WireError.
 */
export async function readCometHeight(path: string): Promise<bigint | undefined> {
  const database = await openDatabase(path);
  try {
    const bytes = database.get(BOUNDS);
    if (bytes === undefined) return undefined;
    const reader = new Reader(bytes);
    let height: bigint | undefined;
    while (reader.pos < bytes.length) {
      const tag = reader.tag();
      if (tag === 16) height = reader.int64();
      else reader.skip(tag, [2]);
    }
    return height;
  } finally {
    await database.close();
  }
}
