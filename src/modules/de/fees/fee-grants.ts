import type { FeeGrant } from "../../../gen/verana/de/v1.js";
import type { SigningCorporation } from "../../../keeper/authority.js";
import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { StateFault } from "../../../keeper/state-fault.js";
import { grantFeeAllowance } from "../calls/grant-fee-allowance.js";
import { revokeFeeAllowance } from "../calls/revoke-fee-allowance.js";
import type { FeeAllowance, FeeAllowancePort, FeegrantPort } from "../ports.js";
import type { DelegationState } from "../state.js";
import { allowanceOf, type FeeGrantEntry, feeGrantOf } from "./fee-grant.js";

/** [D-DE-08] Fee grants of corporations, each of them an allowance of the feegrant module. */
export class FeeGrants implements FeeAllowancePort {
  constructor(
    readonly state: DelegationState,
    readonly feegrants: FeegrantPort,
  ) {
    feegrants.listen((ctx, { granter, grantee }) => {
      const entry = this.entryOf(ctx, granter, grantee);
      if (entry !== undefined) state.feeGrants.delete(ctx, keyOf(entry));
    });
  }

  /** [MOD-DE-MSG-1] */
  grant(ctx: WriteContext, allowance: FeeAllowance): void {
    grantFeeAllowance(ctx, this, allowance);
  }

  /** [MOD-DE-MSG-2] */
  revoke(ctx: WriteContext, corporation: SigningCorporation, grantee: string): void {
    revokeFeeAllowance(ctx, this, corporation, grantee);
  }

  find(ctx: ReadContext, groupId: bigint, grantee: string): FeeGrant | undefined {
    const entry = this.state.feeGrants.get(ctx, [groupId, grantee]);
    return entry === undefined ? undefined : this.whole(ctx, entry);
  }

  /** What is stored of the grant that a policy pays; undefined when it pays none, or not through delegation. */
  entryOf(ctx: ReadContext, policy: string, grantee: string): FeeGrantEntry | undefined {
    const { feeGrants, feeGrantsByPolicy } = this.state;
    return feeGrants.by(ctx, feeGrantsByPolicy, [policy, grantee]);
  }

  *all(ctx: ReadContext): IterableIterator<FeeGrant> {
    for (const entry of this.entries(ctx)) yield this.whole(ctx, entry);
  }

  /** What is stored of all grants. */
  *entries(ctx: ReadContext): IterableIterator<FeeGrantEntry> {
    for (const [, entry] of this.state.feeGrants.entries(ctx)) yield entry;
  }

  /** Stores a grant in place of an earlier one, that of another policy of the group included (D-AUTHZ-02). */
  put(ctx: WriteContext, grant: FeeGrant): void {
    const { grantingPolicy: granter, grantee } = grant;
    const before = this.state.feeGrants.get(ctx, keyOf(grant));
    if (before !== undefined && before.grantingPolicy !== granter) this.drop(ctx, before);
    const allowance = allowanceOf(grant);
    if (allowance === undefined) throw new TypeError("a fee grant that is used up is not stored");
    this.feegrants.set(ctx, { granter, grantee }, allowance);
    this.state.feeGrants.set(ctx, keyOf(grant), {
      ...grant,
      msgTypes: [],
      remainingSpend: [],
      expiration: undefined,
      period: undefined,
    });
  }

  /** Removes a grant that exists, its allowance with it. */
  drop(ctx: WriteContext, { grantingPolicy: granter, grantee }: FeeGrantEntry): void {
    this.feegrants.revoke(ctx, { granter, grantee });
  }

  /** Removes the allowance of a grant that is not stored, where there is one: it would be anybody's. */
  forget(ctx: WriteContext, { grantingPolicy: granter, grantee }: FeeGrantEntry): void {
    const parties = { granter, grantee };
    if (this.feegrants.find(ctx, parties) !== undefined) this.feegrants.revoke(ctx, parties);
  }

  /** The grant with what its allowance holds; undefined where that is none of delegation's. */
  wholeOf(ctx: ReadContext, entry: FeeGrantEntry): FeeGrant | undefined {
    const { grantingPolicy: granter, grantee } = entry;
    const allowance = this.feegrants.find(ctx, { granter, grantee });
    return allowance === undefined ? undefined : feeGrantOf(entry, allowance);
  }

  private whole(ctx: ReadContext, entry: FeeGrantEntry): FeeGrant {
    const grant = this.wholeOf(ctx, entry);
    if (grant === undefined) throw new StateFault("a fee grant without its allowance");
    return grant;
  }
}

const keyOf = ({ grantorCorporationId, grantee }: FeeGrantEntry) =>
  [grantorCorporationId, grantee] as const;
