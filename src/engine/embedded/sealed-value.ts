import { crc32 } from "node:zlib";
import { StoreFault } from "../../store/contract.js";

const SEAL_BYTES = 4;

/** A value with a checksum over its key and itself behind it: LevelDB reads do not check theirs. */
export function seal(key: string, value: Uint8Array): Uint8Array {
  const sealed = Buffer.allocUnsafe(value.length + SEAL_BYTES);
  sealed.set(value);
  sealed.writeUInt32LE(checksum(key, value), value.length);
  return sealed;
}

/** The value that {@link seal} was given. Throws a StoreFault that names the key of a damaged one. */
export function unseal(key: string, sealed: Uint8Array): Uint8Array {
  if (isSound(key, sealed)) return sealed.subarray(0, sealed.length - SEAL_BYTES);
  throw new StoreFault(`the engine's database is damaged at ${key}`);
}

/** Whether {@link unseal} would give the value. */
export function isSound(key: string, sealed: Uint8Array): boolean {
  const end = sealed.length - SEAL_BYTES;
  return (
    end >= 0 && Buffer.from(sealed).readUInt32LE(end) === checksum(key, sealed.subarray(0, end))
  );
}

function checksum(key: string, value: Uint8Array): number {
  return crc32(value, crc32(key));
}
