import { PubKey as Ed25519Key } from "../../gen/cosmos/crypto/ed25519.js";
import { BondStatus, type Validator } from "../../gen/cosmos/staking/v1beta1.js";
import { addressBytes, addressText, hashedAddress } from "../../keeper/addresses.js";
import { StateFault } from "../../keeper/state-fault.js";
import { POWER_REDUCTION } from "./params.js";

export const UNBONDED = BondStatus.BOND_STATUS_UNBONDED;
export const UNBONDING = BondStatus.BOND_STATUS_UNBONDING;
export const BONDED = BondStatus.BOND_STATUS_BONDED;

/** Prefix of operators' addresses, `veranavaloper`. */
export const operatorPrefix = (prefix: string): string => `${prefix}valoper`;

/** The 32 bytes of a validator's ed25519 key. */
export function consensusKey({ operatorAddress, consensusPubkey }: Validator): Uint8Array {
  if (consensusPubkey?.typeUrl !== Ed25519Key.typeUrl) {
    throw new StateFault(`validator ${operatorAddress} has no ed25519 key`);
  }
  return Ed25519Key.decode(consensusPubkey.value).key;
}

/** The 20 bytes by which consensus names a validator. */
export const consensusAddress = (validator: Validator): Uint8Array =>
  hashedAddress(consensusKey(validator));

/** Power that these tokens would have in consensus. */
export const potentialPower = ({ tokens }: Validator): bigint => tokens / POWER_REDUCTION;

/** Power in consensus: none unless bonded. */
export const consensusPower = (validator: Validator): bigint =>
  validator.status === BONDED ? potentialPower(validator) : 0n;

/** The account of an operator: the same bytes under the accounts' prefix. */
export const accountOf = (prefix: string, operator: string): string =>
  addressText(prefix, addressBytes(operator));
