import { ModuleCredential } from "../../gen/cosmos/auth/v1beta1.js";
import { addressText, groupPolicyAddress, policyKeys } from "../../keeper/addresses.js";
import type { Any } from "../../wire/descriptor.js";

/** Bech32 address of the policy account with this number; numbers start at 1. */
export const policyAddress = (prefix: string, number: bigint): string =>
  addressText(prefix, groupPolicyAddress(number));

/** The public key of the policy account with this number: a credential that nobody can sign with. */
export function policyCredential(number: bigint): Any {
  const credential = { moduleName: "group", derivationKeys: policyKeys(number) };
  return { typeUrl: ModuleCredential.typeUrl, value: ModuleCredential.encode(credential) };
}
