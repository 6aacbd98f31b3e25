import type { RuleId } from "../../gen/rules.js";
import type { OperatorAuthorization } from "../../gen/verana/de/v1.js";
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
import { operatorAuthorizationUpdated } from "./events.js";
import { normalizedMsgTypes } from "./msg-types.js";
import { remainingAfter } from "./spend.js";
import { corporationBound } from "./state.js";

/** Who may act for a corporation. Other modules hold the ports, never the state. */
export class DelegationKeeper implements DelegationPort {
  constructor(private readonly parts: AuthorityParts) {}

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
      if (grant.grantingPolicy !== policyAddress) authorizations.delete(ctx, key);
    }
  }

  /**
   * [D-AUTHZ-03] Refuses what the authorization that let `by` in does not have left; for `check`.
   * `amounts`: what the message makes the corporation pay, network fees apart, one entry a denomination.
   */
  ensureCanSpend(ctx: ReadContext, by: CorporationOperator, amounts: readonly Coin[]): void {
    const authorization = this.authorizationOf(ctx, by);
    if (authorization !== undefined) remainingAfter(authorization, amounts);
  }

  /** [D-AUTHZ-03] Takes `amounts` off the authorization that let `by` in; for `execute`. */
  debit(ctx: WriteContext, by: CorporationOperator, amounts: readonly Coin[]): void {
    const authorization = this.authorizationOf(ctx, by);
    if (authorization === undefined || authorization.spendLimit.length === 0) return;
    const remainingSpend = remainingAfter(authorization, amounts);
    if (amounts.every(({ amount }) => amount === 0n)) return;
    const key = [by.corporation.id, by.operator] as const;
    this.parts.state.authorizations.set(ctx, key, { ...authorization, remainingSpend });
    ctx.emit(operatorAuthorizationUpdated(authorization.id));
  }

  /** [D-GEN-19] Type URLs of a list of message types, short names included. Refuses what is not delegable. */
  msgTypes(given: readonly string[], rule: RuleId): readonly string[] {
    return normalizedMsgTypes(given, rule);
  }

  private authorizationOf(
    ctx: ReadContext,
    { corporation, operator }: CorporationOperator,
  ): OperatorAuthorization | undefined {
    return this.parts.state.authorizations.get(ctx, [corporation.id, operator]);
  }
}
