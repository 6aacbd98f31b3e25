import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Any } from "../../wire/descriptor.js";
import type { ResolveType } from "../../wire/strict.js";
import type { Secp256k1 } from "../sign/secp256k1.js";

/**
 * Why a transaction passes the ante stage: `check` when it comes, `recheck` after each block
 * (sequence, fee and timeouts only), `deliver` in a block, `simulate` to learn its gas.
 */
export type AnteMode = "check" | "recheck" | "deliver" | "simulate";

/** What the ante stage sees of an account. Addresses are lower-case bech32 texts. */
export interface AnteAccount {
  readonly address: string;
  readonly publicKey: Any | undefined;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
}

export interface AccountsPort {
  find(ctx: ReadContext, address: string): AnteAccount | undefined;
  /** Stores key and sequence of an account that exists. */
  update(ctx: WriteContext, account: AnteAccount): void;
}

export interface FeesPort {
  /** Spends a granter's allowance for the payer. Refuses with `feegrant`, `de` or `sdk` 38. */
  useAllowance(ctx: WriteContext, use: AllowanceUse): void;
  /** Moves a fee to the fee collector and emits the transfer's events. Refuses with `sdk` 5. */
  collect(ctx: WriteContext, from: string, fee: readonly Coin[]): void;
  /** [D-TX-09] Uses the gas of collecting one base unit, without looking at the balance. */
  collectNothing(ctx: WriteContext, from: string): void;
}

/** A fee that someone other than the payer pays. */
export interface AllowanceUse {
  readonly granter: string;
  readonly payer: string;
  readonly fee: readonly Coin[];
  readonly messages: readonly PaidMessage[];
}

/** A message of the transaction whose fee is paid. */
export interface PaidMessage {
  readonly typeUrl: string;
  readonly value: unknown;
  /** Accounts that must sign it, lower-case bech32. */
  readonly signers: readonly string[];
}

/** Limits of the ante stage. Cosmos SDK's parameters of the auth module. */
export interface AnteLimits {
  /** In bytes. */
  readonly maxMemoCharacters: bigint;
  /** Keys of all signers together. */
  readonly txSigLimit: bigint;
  /** Gas. */
  readonly txSizeCostPerByte: bigint;
  /** Gas. */
  readonly sigVerifyCostSecp256k1: bigint;
}

/** A price of one unit of gas, scaled by 10^18. */
export interface GasPrice {
  readonly denom: string;
  readonly amount: bigint;
}

/** What an operator chooses for this node alone; no part of consensus. */
export interface AnteOptions {
  /** What CheckTx asks for; one of the denominations is enough. */
  readonly minGasPrices?: readonly GasPrice[];
  /** Who checks signatures; the application chooses when absent, the ante stage alone takes noble's. */
  readonly curve?: Secp256k1;
}

/** What the ante stage is built from. */
export interface AntePorts extends AnteOptions {
  readonly accounts: AccountsPort;
  readonly fees: FeesPort;
  readonly resolve: ResolveType;
  limits(ctx: ReadContext): AnteLimits;
  /** Most gas of one block; undefined or 0n: no limit. */
  blockGasLimit(ctx: ReadContext): bigint | undefined;
}
