import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.VPR_VECTORS ?? join(import.meta.dirname, "..", "vectors");
const parsed = new Map<string, unknown>();

/** The vector file `<name>.json`, read once, from the folder in VPR_VECTORS or test/vectors. */
export function vector(name: string): unknown {
  if (!parsed.has(name)) {
    parsed.set(name, JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")));
  }
  return parsed.get(name);
}

/** Bytes of lower-case hex. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

/** Lower-case hex of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
