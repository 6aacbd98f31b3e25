import type { AppState } from "../../src/abci/genesis.js";
import { addressBytes, addressText } from "../../src/keeper/addresses.js";
import type { Any, MessageType, MethodDescriptor } from "../../src/wire/descriptor.js";
import type { Random } from "../store/random.js";
import { message } from "../support/world.js";

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
  /** What it is an example of, beside its type: one of its source's `least`. */
  readonly kind?: string;
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
  /**
   * How often messages of a type, or operations of a kind, must have been accepted at least in 25,000
   * operations: a history that only knows refusals would be blind.
   */
  readonly least?: Readonly<Record<string, number>>;
  /** The same of refusals that limits are there for, as `/cosmos.bank.v1beta1.MsgSend sdk 5`. */
  readonly refusals?: Readonly<Record<string, number>>;
}

export const SECOND = 1_000_000_000n;

/** Of every transaction, in base units. */
export const FEE = 5_000n;

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

/** A message of a corporation by its operator. */
export const signedBy = <T>(
  who: { readonly policyAddress: string; readonly operator: string },
  type: MessageType<T>,
  init: object,
): Operation => ({
  by: who.operator,
  message: message(type, {
    corporation: who.policyAddress,
    operator: who.operator,
    ...init,
  } as unknown as Partial<T>),
});
