import { StoreFault } from "../contract.js";
import type { FileRules } from "./check.js";
import { crc32c, masked } from "./crc32c.js";

/* LevelDB's log: blocks of 32 KiB with records of checksum (4), length (2), type (1) and data. */
const BLOCK = 32_768;
const HEADER = 7;
const [FULL, FIRST, MIDDLE, LAST] = [1, 2, 3, 4];

/** A batch begins with its first sequence number, 8 bytes, and how many changes it holds, 4. */
const BATCH_HEADER = 12;
const MAX_SEQUENCE = (1n << 56n) - 1n;

/**
 * Refuses a log that LevelDB would not survive and, with `whole`, one that has whole records behind
 * damage. A torn end is neither: whatever was not yet synchronized may be lost.
 */
export function checkLog(name: string, bytes: Uint8Array, { whole }: FileRules): void {
  let damaged = -1;
  for (const { at, type, data, isWhole } of records(bytes)) {
    if (!isWhole) {
      if (damaged < 0) damaged = at;
      continue;
    }
    if (whole && damaged >= 0) throw new StoreFault(`${name} is damaged at byte ${damaged}`);
    if ((type === FULL || type === FIRST) && !isBatch(data)) {
      throw new StoreFault(`${name} holds something other than changes at byte ${at}`);
    }
  }
}

/** What was written into a log, put together again; what is damaged is passed over. */
export function* wholeRecords(bytes: Uint8Array): Generator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  for (const { type, data, isWhole } of records(bytes)) {
    if (!isWhole) {
      pieces = [];
      continue;
    }
    if (type === FULL || type === FIRST) pieces = [];
    pieces.push(data);
    if (type === FIRST || type === MIDDLE) continue;
    yield Buffer.concat(pieces);
    pieces = [];
  }
}

interface LogRecord {
  readonly at: number;
  readonly type: number;
  readonly data: Uint8Array;
  /** Whether its checksum fits. */
  readonly isWhole: boolean;
}

function* records(bytes: Uint8Array): Generator<LogRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let block = 0; block < bytes.length; block += BLOCK) {
    const end = Math.min(block + BLOCK, bytes.length);
    for (let at = block; at + HEADER <= end; ) {
      const length = view.getUint16(at + 4, true);
      const type = bytes[at + 6] ?? 0;
      const next = at + HEADER + length;
      const isPlausible = type >= FULL && type <= LAST && next <= end;
      const data = bytes.subarray(at + HEADER, isPlausible ? next : end);
      const sum = isPlausible ? masked(crc32c(bytes.subarray(at + 6, next))) : -1;
      yield { at, type, data, isWhole: sum === view.getUint32(at, true) };
      // Nothing tells where the next record of this block begins.
      if (!isPlausible) break;
      at = next;
    }
  }
}

function isBatch(data: Uint8Array): boolean {
  if (data.length < BATCH_HEADER) return true;
  const view = new DataView(data.buffer, data.byteOffset, BATCH_HEADER);
  const last = view.getBigUint64(0, true) + BigInt(view.getUint32(8, true));
  return last <= MAX_SEQUENCE;
}
