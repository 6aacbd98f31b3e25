const OBJECT = 32;
const SLOT = 8;
const TEXT = 24;
const BIGINT = 24;
/** A typed array with its buffer's share. */
const ARRAY_VIEW = 112;

/**
 * About how much memory a decoded value holds, in bytes: small messages take far more room than their
 * bytes do. Decoded values are trees, at most as deep as the strict walk lets them be.
 */
export function heldBytes(value: unknown): number {
  switch (typeof value) {
    case "string":
      return TEXT + value.length;
    case "bigint":
      return BIGINT;
    case "object":
      return value === null ? 0 : heldByObject(value);
    default:
      return 0;
  }
}

function heldByObject(value: object): number {
  // The bytes themselves are the transaction's, counted with it.
  if (value instanceof Uint8Array) return ARRAY_VIEW;
  let held = OBJECT;
  for (const part of Object.values(value)) held += SLOT + heldBytes(part);
  return held;
}
