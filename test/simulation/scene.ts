import type { AppState } from "../../src/abci/genesis.js";
import { addressBytes, addressText } from "../../src/keeper/addresses.js";
import type { Any, MethodDescriptor } from "../../src/wire/descriptor.js";
import type { Random } from "../store/random.js";

/** What a random operation is made of. */
export interface Scene {
  readonly random: Random;
  /** Addresses of accounts that can sign and pay. */
  readonly people: readonly string[];
  /** Height of the block that is being planned, and time of the one before. */
  readonly height: bigint;
  readonly time: bigint;
  /** What a query answers on the last committed state. */
  ask<Q, R>(method: MethodDescriptor, request: Partial<Q>): R;
}

/** A message and the account that signs its transaction. */
export interface Operation {
  readonly by: string;
  readonly message: Any;
  /** Who pays the fee, where it is not the signer. */
  readonly feeGranter?: string;
}

/** The random operations of a module, one file each. */
export interface Operations {
  readonly name: string;
  /** How often it is its turn, in comparison with the others. */
  readonly weight: number;
  /** What it needs of the genesis: short times, as a history lasts minutes. */
  genesis?(appState: AppState): AppState;
  make(scene: Scene): Operation;
  /** Types of messages that nobody's key may send: they are tried, and never succeed. */
  readonly never?: readonly string[];
  /** Types of events that a history must have had, beside every message that was tried. */
  readonly events?: readonly string[];
}

export const SECOND = 1_000_000_000n;

/** Operator's address of an account. */
export const operatorOf = (account: string): string =>
  addressText("veranavaloper", addressBytes(account));

/** Some base units. */
export const units = (amount: bigint) => ({ denom: "uvna", amount });

/** A section of a genesis with some of its parameters changed. */
export function withParams(appState: AppState, section: string, change: object): AppState {
  const found = appState[section] as { readonly params: object };
  return {
    ...appState,
    [section]: { ...found, params: { ...found.params, ...change } },
  } as unknown as AppState;
}
