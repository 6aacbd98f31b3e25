import type { ValidatorUpdate } from "../../gen/tendermint/abci.js";
import { equalBytes, upperHex } from "./bytes.js";
import { addressOf } from "./keys.js";

/** Power of this node's key where neither the genesis nor the application names a validator. */
export const LONE_POWER = 10n;

/** A member of the validator set. */
export interface Validator {
  readonly address: Uint8Array;
  /** ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

/** A validator from its public key. */
export function validator(publicKey: Uint8Array, power: bigint): Validator {
  return { address: addressOf(publicKey), publicKey, power };
}

/** The set in its canonical order: power descending, then address ascending. */
export function ordered(validators: readonly Validator[]): readonly Validator[] {
  return [...validators].sort((a, b) => {
    if (a.power !== b.power) return a.power > b.power ? -1 : 1;
    return Buffer.compare(a.address, b.address);
  });
}

/** The set after an application's updates: power 0 removes. Throws on what no set can be. */
export function updated(
  set: readonly Validator[],
  updates: readonly ValidatorUpdate[],
): readonly Validator[] {
  const byKey = new Map(set.map((member) => [hex(member.publicKey), member]));
  for (const { pubKey, power } of updates) {
    const key = pubKey.ed25519;
    if (key?.length !== 32) throw new Error("a validator update without an ed25519 key");
    if (power < 0n) throw new Error(`a validator update with the power ${power}`);
    if (power > 0n) byKey.set(hex(key), validator(key, power));
    else byKey.delete(hex(key));
  }
  if (byKey.size === 0) throw new Error("the updates would leave no validator");
  return ordered([...byKey.values()]);
}

/**
 * Throws where the set lacks the one key that this engine signs with: a block by somebody outside the
 * set is none, and the others' keys are elsewhere.
 */
export function requireOwn(set: readonly Validator[], own: Uint8Array, height: bigint): void {
  if (set.some(({ address }) => equalBytes(address, own))) return;
  throw new Error(
    `this node's key ${upperHex(own)} is not among the ${set.length} validators of block ${height}: ` +
      "the embedded engine makes no blocks without it (start a home that holds a validator's key, or use CometBFT)",
  );
}

/** Sum of the powers. */
export function totalPower(set: readonly Validator[]): bigint {
  return set.reduce((sum, { power }) => sum + power, 0n);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
