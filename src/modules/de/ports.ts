import type { SigningCorporation } from "../../keeper/authority.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { Allowance, Parties } from "../feegrant/index.js";

/** A registered corporation, as delegation knows it. */
export interface RegisteredCorporation {
  /** Group id. */
  readonly id: bigint;
  /** Bound policy account, lower-case bech32. */
  readonly policyAddress: string;
}

/** Corporations by every way of naming them. */
export interface CorporationPort {
  find(ctx: ReadContext, id: bigint): RegisteredCorporation | undefined;
  byPolicy(ctx: ReadContext, address: string): RegisteredCorporation | undefined;
  /** By policy address or decimal group id; undefined when none is registered. */
  resolve(ctx: ReadContext, text: string): RegisteredCorporation | undefined;
  /** True when the text could name a corporation (D-GEN-02). */
  wellFormed(text: string): boolean;
}

/** Group policies, registered or not. */
export interface GroupPort {
  policy(ctx: ReadContext, address: string): { readonly groupId: bigint } | undefined;
}

/** A fee allowance that a corporation gives with an authorization. */
export interface FeeAllowance {
  /** Group id and the policy that pays; the group may not be registered yet (D-AUTHZ-02). */
  readonly corporation: SigningCorporation;
  /** Lower-case bech32. */
  readonly grantee: string;
  /** Type URLs, each once. */
  readonly msgTypes: readonly string[];
  /** Nanoseconds since the Unix epoch; undefined for no end. */
  readonly expiration: bigint | undefined;
  /** Sorted by denomination; [] for no limit. */
  readonly spendLimit: readonly Coin[];
  /** Nanoseconds; undefined without a limit. */
  readonly period: bigint | undefined;
}

/** Fee allowances of corporations, which only delegation makes: MOD-DE-MSG-1 and -2. */
export interface FeeAllowancePort {
  /** MOD-DE-MSG-1: creates or replaces the allowance of (corporation, grantee). */
  grant(ctx: WriteContext, allowance: FeeAllowance): void;
  /** MOD-DE-MSG-2: removes it; nothing happens when there is none. */
  revoke(ctx: WriteContext, corporation: SigningCorporation, grantee: string): void;
}

/** Fee allowances of the feegrant module. */
export interface FeegrantPort {
  find(ctx: ReadContext, parties: Parties): Allowance | undefined;
  /** Stores an allowance in place of an earlier one. */
  set(ctx: WriteContext, parties: Parties, allowance: Allowance): void;
  /** Removes an allowance that exists. */
  revoke(ctx: WriteContext, parties: Parties): void;
  /** Leaves of an allowance what `decide` says, nothing when that is undefined; false where there is none. */
  spend(
    ctx: WriteContext,
    parties: Parties,
    decide: (allowance: Allowance) => Allowance | undefined,
  ): boolean;
  /** Calls `gone` for each allowance that is removed, for whatever reason. */
  listen(gone: (ctx: WriteContext, parties: Parties) => void): void;
}
