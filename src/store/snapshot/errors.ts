import { StoreFault } from "../contract.js";

/** A snapshot, or a part of one, that must not be used: another's mistake, never this node's. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
}

/** Reads what another wrote: where that cannot be read it is the snapshot that is bad. */
export function readingForeign<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoreFault) throw new SnapshotError(error.message, { cause: error });
    throw error;
  }
}
