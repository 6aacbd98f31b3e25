import type { Coin } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { freeGas, GAS } from "../../keeper/gas.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { accept } from "./acceptance.js";
import { type Allowance, expirationOf, isUnlimited } from "./allowance.js";
import {
  allowanceRevoked,
  allowanceSet,
  allowanceUpdated,
  allowanceUsed,
  type Parties,
} from "./events.js";
import { largestForm } from "./largest-form.js";
import type { AccountsPort, RecipientPort } from "./ports.js";
import type { FeegrantState, StoredGrant } from "./state.js";

/** Ended grants that the end of a block removes at most. Cosmos SDK's number. */
export const PRUNED_A_BLOCK = 200;

/** Fee allowances: who pays the fees of whom. Addresses are lower-case bech32 texts. */
export class FeegrantKeeper {
  readonly #gone: ((ctx: WriteContext, parties: Parties) => void)[] = [];

  constructor(
    readonly state: FeegrantState,
    private readonly accounts: AccountsPort,
    private readonly recipients: RecipientPort,
  ) {}

  find(ctx: ReadContext, { granter, grantee }: Parties): Allowance | undefined {
    return this.state.grants.get(ctx, [grantee, granter])?.allowance;
  }

  /** Refuses a new grant for a module's account (`sdk` 4), and one that has ended (`sdk` 18). */
  checkNew(ctx: ReadContext, { grantee }: Parties, allowance: Allowance): void {
    if (!this.accounts.exists(ctx, grantee)) this.recipients.checkRecipient(grantee);
    const expiration = expirationOf(allowance);
    if (expiration !== undefined && expiration < ctx.blockTime) {
      refuse(sdkErrors.invalidRequest, { log: "expiration is before current block time" });
    }
  }

  /** Refuses a grant beside another with `sdk` 18. */
  checkNone(ctx: ReadContext, { granter, grantee }: Parties): void {
    if (this.state.grants.has(ctx, [grantee, granter])) {
      refuse(sdkErrors.invalidRequest, { log: "fee allowance already exists" });
    }
  }

  /** Stores an allowance, in place of an earlier one, and makes the grantee's account when there is none. */
  set(ctx: WriteContext, parties: Parties, allowance: Allowance): void {
    const { granter, grantee } = parties;
    this.accounts.ensure(ctx, grantee);
    this.state.grants.set(ctx, [grantee, granter], { granter, grantee, allowance });
    ctx.emit(allowanceSet(parties));
  }

  /** Refuses with `sdk` 38 where there is none. */
  checkExists(ctx: ReadContext, { granter, grantee }: Parties): void {
    if (!this.state.grants.has(ctx, [grantee, granter])) refuseMissing("");
  }

  /** Takes back an allowance that exists. */
  revoke(ctx: WriteContext, parties: Parties): void {
    this.remove(ctx, parties);
    ctx.emit(allowanceRevoked(parties));
  }

  /** Calls `gone` for each allowance that is removed, for whatever reason. What it does costs no gas. */
  listen(gone: (ctx: WriteContext, parties: Parties) => void): void {
    this.#gone.push(gone);
  }

  private remove(ctx: WriteContext, parties: Parties): void {
    this.state.grants.delete(ctx, [parties.grantee, parties.granter]);
    for (const gone of this.#gone) gone({ ...ctx, gas: freeGas }, parties);
  }

  /**
   * Pays a fee out of an allowance, which is removed when it is used up. Refuses with `sdk` 38 where
   * there is none, else with `feegrant`. x/feegrant UseGrantedFees.
   */
  use(
    ctx: WriteContext,
    parties: Parties,
    request: { readonly fee: readonly Coin[]; readonly messages: readonly string[] },
  ): void {
    const refused = `${parties.granter} does not allow to pay fees for ${parties.grantee}: `;
    const found = this.spend(ctx, parties, (allowance) => {
      const verdict = accept(allowance, { ...request, now: ctx.blockTime });
      if ("left" in verdict) return verdict.left;
      return refuse(verdict.kind, { log: `${refused}${verdict.log}` });
    });
    if (!found) refuseMissing(refused);
  }

  /**
   * Leaves of an allowance what `decide` says, nothing when that is undefined; false where there is
   * none. Its gas does not depend on what is left: a simulation cannot know what other transactions
   * will have spent (D-TX-09).
   */
  spend(
    ctx: WriteContext,
    parties: Parties,
    decide: (allowance: Allowance) => Allowance | undefined,
  ): boolean {
    const { granter, grantee } = parties;
    const free = { ...ctx, gas: freeGas };
    const grant = this.state.grants.get(free, [grantee, granter]);
    if (grant === undefined) return false;
    this.chargeUse(ctx, grant);
    const left = decide(grant.allowance);
    if (left === undefined) {
      this.revoke(free, parties);
      ctx.emit(allowanceUsed(parties));
      return true;
    }
    ctx.emit(allowanceUsed(parties));
    if (!isUnlimited(left)) {
      this.state.grants.set(free, [grantee, granter], { ...grant, allowance: left });
    }
    ctx.emit(allowanceUpdated(parties));
    return true;
  }

  private chargeUse(ctx: WriteContext, grant: StoredGrant): void {
    const bytes = this.state.size({ ...grant, allowance: largestForm(grant.allowance) });
    ctx.gas.consume(GAS.read + GAS.readByte * bytes, "read");
    if (isUnlimited(grant.allowance)) return;
    ctx.gas.consume(GAS.write + GAS.writeByte * bytes, "write");
  }

  /** Removes grants that have ended, so many at most and the oldest first; whether there are more. */
  prune(ctx: WriteContext, most: number): boolean {
    const { grants, byExpiration } = this.state;
    let count = 0;
    const ended: Uint8Array[] = [];
    for (const key of byExpiration.walk(ctx, { lt: byExpiration.bound(ctx.blockTime) })) {
      if (count === most) break;
      ended.push(key);
      count++;
    }
    for (const key of ended) {
      const [[grantee, granter]] = grants.entryAt(ctx, key);
      this.remove(ctx, { granter, grantee });
    }
    return count === most && this.hasEnded(ctx);
  }

  /** Whether a grant that has ended is still stored. */
  hasEnded(ctx: ReadContext): boolean {
    const { byExpiration } = this.state;
    const walk = byExpiration.walk(ctx, { lt: byExpiration.bound(ctx.blockTime) });
    return walk.next().done !== true;
  }

  /** Removes what has ended; a block that cannot remove all of it says so. */
  endBlock(ctx: WriteContext): void {
    if (this.prune(ctx, PRUNED_A_BLOCK)) this.state.behind.set(ctx, ctx.height);
  }
}

function refuseMissing(before: string): never {
  return refuse(sdkErrors.notFound, { log: `${before}fee-grant not found` });
}
