import type { RuleId } from "../../gen/rules.js";
import type { FeeGrant } from "../../gen/verana/de/v1.js";
import type {
  Authorize,
  CorporationOperator,
  DelegableMessage,
  DelegationPort,
} from "../../keeper/authority.js";
import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import {
  type AuthorityParts,
  corporationOperator,
  type Registrant,
  registrant,
} from "./authorization.js";
import {
  grantVsOperatorAuthorization,
  type RecordTerms,
  recordLimits,
  type VsOperatorGrant,
} from "./calls/grant-vs-operator-authorization.js";
import { revokeVsOperatorAuthorization } from "./calls/revoke-vs-operator-authorization.js";
import { updateVsOperatorAuthorizationExpiration } from "./calls/update-vs-operator-authorization-expiration.js";
import { type FeeUse, payFee } from "./fees/fee-check.js";
import type { FeeGrants } from "./fees/fee-grants.js";
import type { RecordEntry } from "./record-entry.js";
import { debitSpend, ensureSpendable } from "./spending.js";
import { corporationBound } from "./state.js";
import {
  type EitherUse,
  operatorOrVsOperator,
  type PrimaryParticipant,
  type VsUse,
  vsOperator,
} from "./vs-authority.js";

/** Who may act for a corporation. Other modules hold the ports, never the state. */
export class DelegationKeeper implements DelegationPort {
  readonly #primaries = new Map<
    string,
    (ctx: ReadContext, message: unknown) => PrimaryParticipant
  >();

  constructor(
    private readonly parts: AuthorityParts,
    /** MOD-DE-MSG-1 and -2: calls of this module alone. */
    readonly fees: FeeGrants,
  ) {}

  /** [AUTHZ-CHECK-2] [AUTHZ-CHECK-4] Pays a fee out of a corporation's fee grant; false when it gave none. */
  payFee(ctx: WriteContext, use: FeeUse): boolean {
    const { parts: authority, fees: grants } = this;
    return payFee(ctx, { authority, grants, primaries: this.#primaries }, use);
  }

  /** The fee grant of a corporation, or a group that will be one, for an account. */
  feeGrant(ctx: ReadContext, groupId: bigint, grantee: string): FeeGrant | undefined {
    return this.fees.find(ctx, groupId, grantee);
  }

  /** [AUTHZ-CHECK] [D-AUTHZ-01] AUTHZ-CHECK-5 and then -1. */
  corporationOperator(
    typeUrl: string,
    rule: RuleId,
  ): Authorize<DelegableMessage, CorporationOperator> {
    return corporationOperator(this.parts, typeUrl, rule);
  }

  /** [D-AUTHZ-02] AUTHZ-CHECK-1 without 5, for the registration of a group. */
  registrant(typeUrl: string, rule: RuleId): Authorize<DelegableMessage, Registrant> {
    return registrant(this.parts, typeUrl, rule);
  }

  /** [D-AUTHZ-02] Keeps the grants of the policy that registration binds, drops those of the group's others. */
  bindPolicy(ctx: WriteContext, groupId: bigint, policyAddress: string): void {
    const { authorizations } = this.parts.state;
    const grants = [...authorizations.entries(ctx, { start: corporationBound(groupId) })];
    for (const [key, grant] of grants) {
      if (grant.grantingPolicy === policyAddress) continue;
      authorizations.delete(ctx, key);
      const corporation = { id: groupId, policyAddress: grant.grantingPolicy };
      this.parts.fees.revoke(ctx, corporation, grant.operator);
    }
  }

  /** [AUTHZ-CHECK-5] and then [AUTHZ-CHECK-3], for methods of VS operators alone. */
  vsOperator<M extends DelegableMessage>(
    typeUrl: string,
    rule: RuleId,
    use: VsUse<M>,
  ): Authorize<M, CorporationOperator> {
    this.#primaries.set(typeUrl, (ctx, message) => use.primary(ctx, message as M));
    return vsOperator(this.parts, typeUrl, rule, use);
  }

  /** [D-AUTHZ-11] AUTHZ-CHECK-5 and then -1, or else -3: an operator or the participant's VS operator. */
  operatorOrVsOperator<M extends DelegableMessage>(
    typeUrl: string,
    rule: RuleId,
    use: EitherUse<M>,
  ): Authorize<M, CorporationOperator> {
    this.#primaries.set(typeUrl, (ctx, message) => use.primary(ctx, message as M));
    return operatorOrVsOperator(this.parts, typeUrl, rule, use);
  }

  /**
   * [D-AUTHZ-03] Refuses what the authorization or record that let `by` in does not have left; for `check`.
   * `amounts`: what the message makes the corporation pay, network fees apart, one entry a denomination.
   */
  ensureCanSpend(ctx: ReadContext, by: CorporationOperator, amounts: readonly Coin[]): void {
    ensureSpendable(ctx, this.parts.state, by, amounts);
  }

  /** [D-AUTHZ-03] [D-AUTHZ-11] Takes `amounts` off the authorization or record that let `by` in; for `execute`. */
  debit(ctx: WriteContext, by: CorporationOperator, amounts: readonly Coin[]): void {
    debitSpend(ctx, this.parts.state, by, amounts);
  }

  /** [D-DE-09] [D-GEN-15] Refuses limits that no record can have, before there is a state to look at. */
  ensureRecordTerms(terms: RecordTerms): void {
    recordLimits(terms);
  }

  /** [MOD-DE-MSG-5] Stores the record of a new participant. Refuses by MOD-DE-MSG-5-2. */
  grantVsOperator(ctx: WriteContext, grant: VsOperatorGrant): void {
    grantVsOperatorAuthorization(ctx, this.parts, grant);
  }

  /** [MOD-DE-MSG-6] Removes the record of a participant; nothing happens when it has none. */
  revokeVsOperator(ctx: WriteContext, participantId: bigint): void {
    revokeVsOperatorAuthorization(ctx, this.parts, participantId);
  }

  /** [MOD-DE-MSG-9] Moves the end of a participant's record; nothing happens when it has none. */
  updateVsOperatorExpiration(
    ctx: WriteContext,
    participantId: bigint,
    /** Nanoseconds since the Unix epoch; undefined for no end. */
    expiration: bigint | undefined,
  ): void {
    updateVsOperatorAuthorizationExpiration(ctx, this.parts, { participantId, expiration });
  }

  /** All records, by the ids of their participants. */
  *vsRecords(ctx: ReadContext): IterableIterator<readonly [bigint, RecordEntry]> {
    yield* this.parts.state.records.entries(ctx);
  }

  /** The record of a participant with its corporation and VS operator; undefined when it has none. */
  vsRecord(ctx: ReadContext, participantId: bigint): RecordEntry | undefined {
    return this.parts.state.records.get(ctx, participantId);
  }
}
