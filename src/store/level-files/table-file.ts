import { StoreFault } from "../contract.js";
import { crc32c, masked } from "./crc32c.js";
import { unsnappy } from "./snappy.js";
import { Varints } from "./varints.js";

/* LevelDB's table: blocks, each with its compression (1) and checksum (4) behind it, and a footer. */
const FOOTER = 48;
const TRAILER = 5;
const MAGIC = 0xdb47_7524_8b80_fb57n;
const SNAPPY = 1;

/** Refuses a table of which a block does not match its checksum: LevelDB itself does not look. */
export function checkTable(name: string, bytes: Uint8Array): void {
  try {
    if (viewOf(bytes).getBigUint64(bytes.length - 8, true) !== MAGIC) {
      throw new RangeError("it has no footer");
    }
    const footer = new Varints(bytes.subarray(Math.max(0, bytes.length - FOOTER)));
    const [meta, index] = [handleIn(footer), handleIn(footer)];
    for (const list of [meta, index]) {
      for (const one of handlesIn(block(bytes, list))) checkBlock(bytes, one);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new StoreFault(`${name} is damaged: ${error.message}`, { cause: error });
  }
}

/** Where a block is, without its trailer. */
interface Handle {
  readonly offset: number;
  readonly size: number;
}

/** Throws RangeError when a block is not the one that was written. */
function checkBlock(bytes: Uint8Array, { offset, size }: Handle): void {
  const end = offset + size;
  if (end + TRAILER > bytes.length) throw new RangeError(`there is no block at byte ${offset}`);
  const sum = masked(crc32c(bytes.subarray(offset, end + 1)));
  if (sum === viewOf(bytes).getUint32(end + 1, true)) return;
  throw new RangeError(`the block at byte ${offset} does not match its checksum`);
}

function block(bytes: Uint8Array, handle: Handle): Uint8Array {
  checkBlock(bytes, handle);
  const end = handle.offset + handle.size;
  const content = bytes.subarray(handle.offset, end);
  return bytes[end] === SNAPPY ? unsnappy(content) : content;
}

/** The handles that an index holds: entries of a key, of which the beginning is shared, and a value. */
function* handlesIn(content: Uint8Array): Generator<Handle> {
  const restarts = viewOf(content).getUint32(content.length - 4, true);
  const list = new Varints(content.subarray(0, Math.max(0, content.length - 4 - 4 * restarts)));
  while (!list.isDone) {
    list.number();
    const key = list.number();
    const value = list.number();
    yield handleIn(new Varints(list.take(key + value).subarray(key)));
  }
}

const handleIn = (list: Varints): Handle => ({ offset: list.number(), size: list.number() });

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
