import type { RuleId } from "../gen/rules.js";
import type { WriteContext } from "./context.js";

/** The account that a message's router authenticated, and which router that was (D-GEN-03). */
export interface Signer {
  /** Bech32 address, lower case. */
  readonly account: string;
  readonly via: "transaction" | "group" | "gov" | "authz";
}

/** A corporation as authority checks know it. */
export interface SigningCorporation {
  /** Group id (D-GEN-01). */
  readonly id: bigint;
  /** Bound policy account: acts, holds funds, receives fees. */
  readonly policyAddress: string;
}

/** Authority of an operator over a corporation, after AUTHZ-CHECK-5 and then -1 or -3. */
export interface CorporationOperator {
  readonly corporation: SigningCorporation;
  readonly operator: string;
  /** Participant whose VS record let the operator in; undefined when an operator authorization did. */
  readonly viaRecord?: bigint;
}

/** Authority of the one account that signed. */
export interface AnyAccount {
  readonly account: string;
}

/** Turns the authenticated signer of a message into the authority that its method requires. */
export type Authorize<M, B> = (ctx: WriteContext, message: M, signer: Signer) => B;

/** A message that an operator signs on behalf of a corporation. */
export interface DelegableMessage {
  /** Policy address, or a decimal group id (D-GEN-02). */
  readonly corporation: string;
  readonly operator: string;
}

/** What delegation offers to every module with delegable messages. */
export interface DelegationPort {
  /** [AUTHZ-CHECK-5] and then [AUTHZ-CHECK-1] for the message type of `typeUrl`. */
  corporationOperator(
    typeUrl: string,
    rule: RuleId,
  ): Authorize<DelegableMessage, CorporationOperator>;
}

/** Authority of any signer: the method asks for no delegation. */
export const anyAccount: Authorize<unknown, AnyAccount> = (_ctx, _message, signer) => ({
  account: signer.account,
});
