import { hash } from "node:crypto";

/** sha256 by the runtime, without an object for each hash. 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return Buffer.from(sha256Text(bytes), "latin1");
}

/** The same as a text of one character a byte: the cheapest form, and a key of maps. */
export function sha256Text(bytes: Uint8Array): string {
  return hash("sha256", bytes, "binary");
}
