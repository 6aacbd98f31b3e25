import type { ReadContext } from "../../keeper/context.js";

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
