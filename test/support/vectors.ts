import { readFileSync } from "node:fs";
import { join } from "node:path";

const OWN = join(import.meta.dirname, "..", "vectors");
/** Whether the vectors are those of test/vectors: lists of vectors by name fit no others. */
export const OWN_VECTORS = (process.env.VPR_VECTORS ?? OWN) === OWN;

const parsed = new Map<string, unknown>();

/**
 * A vector file of the reference, `<name>.json`, read once: from the folder in the environment
 * variable VPR_VECTORS when it is set, so that other vectors of the same layout can be tried, else
 * from test/vectors.
 */
export function vector(name: string): unknown {
  return read(process.env.VPR_VECTORS ?? OWN, name);
}

/** A file of test/vectors that freezes what this node itself gives: gas, history, codes. */
export function frozen(name: string): unknown {
  return read(OWN, name);
}

function read(folder: string, name: string): unknown {
  const file = join(folder, `${name}.json`);
  if (!parsed.has(file)) parsed.set(file, JSON.parse(readFileSync(file, "utf8")));
  return parsed.get(file);
}

/** Bytes of lower-case hex. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

/** Lower-case hex of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
