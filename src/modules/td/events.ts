import type { TrustDeposit } from "../../gen/verana/td/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { type Dec, format } from "../../keeper/dec.js";
import { type Event, event } from "../../keeper/events.js";
import { formatTime } from "../../keeper/formats/time.js";
import type { Holder } from "./ports.js";

/** Events of trust deposits. Shares and values print with 18 digits after the point. */

const now = (ctx: ReadContext): string => formatTime(ctx.blockTime, "trimmed");

const who = ({ id, policyAddress }: Holder) => ({ corporation_id: id, account: policyAddress });

export const depositAdjusted = (
  ctx: ReadContext,
  holder: Holder,
  augend: bigint,
  td: TrustDeposit,
): Event =>
  event("adjust_trust_deposit", who(holder), {
    augend,
    adjustment_type: augend > 0n ? "increase" : "decrease",
    new_amount: td.deposit,
    new_share: format(td.share),
    new_refunded: td.refunded,
    timestamp: now(ctx),
  });

export const yieldReclaimed = (
  ctx: ReadContext,
  holder: Holder,
  claimed: bigint,
  sharesReduced: Dec,
): Event =>
  event("reclaim_trust_deposit_yield", who(holder), {
    claimed_yield: claimed,
    shares_reduced: format(sharesReduced),
    timestamp: now(ctx),
  });

export const depositSlashed = (
  ctx: ReadContext,
  holder: Holder,
  amount: bigint,
  td: TrustDeposit,
): Event =>
  event("slash_trust_deposit", who(holder), {
    amount,
    slash_count: td.slashCount,
    timestamp: now(ctx),
  });

export const slashRepaid = (ctx: ReadContext, holder: Holder, amount: bigint): Event =>
  event("repay_slashed_trust_deposit", who(holder), { amount, timestamp: now(ctx) });

export const depositBurnt = (
  ctx: ReadContext,
  holder: Holder,
  amount: bigint,
  td: TrustDeposit,
): Event =>
  event("burn_ecosystem_slashed_trust_deposit", who(holder), {
    amount,
    new_amount: td.deposit,
    new_share: format(td.share),
    timestamp: now(ctx),
  });

export const yieldDistributed = (before: Dec, after: Dec, amount: bigint): Event =>
  event("yield_distribution", {
    old_share_value: format(before),
    new_share_value: format(after),
    amount,
  });
