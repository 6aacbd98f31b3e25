import { type MultisigKey, publicKeyAddress } from "../../abci/sign/public-key.js";
import { CliError } from "../failure.js";
import type { Keyring } from "./keyring.js";

/** The key of several keys together. Sorted, members stand in the order of their addresses. Throws CliError. */
export async function multisigKey(
  keyring: Keyring,
  names: readonly string[],
  threshold: number,
  sorted: boolean,
): Promise<MultisigKey> {
  if (threshold < 1) throw new CliError("threshold must be a positive integer");
  if (threshold > names.length) {
    throw new CliError(`threshold k of n multisignature: ${names.length} < ${threshold}`);
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new CliError(`duplicate multisig keys: ${twice}`);
  const keys = [];
  for (const name of names) keys.push((await keyring.load(name)).publicKey);
  if (sorted) {
    keys.sort((a, b) => Buffer.compare(publicKeyAddress(a), publicKeyAddress(b)));
  }
  return { kind: "multisig", threshold, keys };
}
