import { type Coin, formatCoins } from "../../keeper/coins.js";
import { type Dec, format } from "../../keeper/dec.js";
import { type Event, event } from "../../keeper/events.js";
import { timestampText } from "../../wire/time.js";

const NANOS = 1_000_000_000n;

/** RFC 3339 cut to seconds, as x/staking prints times in events. */
const formatSeconds = (time: bigint): string => timestampText(time - (time % NANOS));

/** Events of Cosmos SDK's x/staking, names and order of attributes as there. */
export const validatorCreated = (validator: string, amount: Coin): Event =>
  event("create_validator", { validator, amount: formatCoins([amount]) });

export const validatorEdited = (commission: string, minSelfDelegation: bigint): Event =>
  event("edit_validator", {
    commission_rate: commission,
    min_self_delegation: minSelfDelegation,
  });

export const delegated = (
  facts: { readonly validator: string; readonly delegator: string },
  amount: Coin,
  newShares: Dec,
): Event =>
  event("delegate", {
    validator: facts.validator,
    delegator: facts.delegator,
    amount: formatCoins([amount]),
    new_shares: format(newShares),
  });

export const redelegated = (
  facts: { readonly source: string; readonly target: string },
  amount: Coin,
  completionTime: bigint,
): Event =>
  event("redelegate", {
    source_validator: facts.source,
    destination_validator: facts.target,
    amount: formatCoins([amount]),
    completion_time: formatSeconds(completionTime),
  });

export const unbonded = (
  facts: { readonly validator: string; readonly delegator: string },
  amount: Coin,
  completionTime: bigint,
): Event =>
  event("unbond", {
    validator: facts.validator,
    delegator: facts.delegator,
    amount: formatCoins([amount]),
    completion_time: formatSeconds(completionTime),
  });

export const unbondingCancelled = (
  facts: { readonly validator: string; readonly delegator: string },
  amount: Coin,
  creationHeight: bigint,
): Event =>
  event("cancel_unbonding_delegation", {
    amount: formatCoins([amount]),
    validator: facts.validator,
    delegator: facts.delegator,
    creation_height: creationHeight,
  });

export const unbondingCompleted = (
  amount: readonly Coin[],
  facts: { readonly validator: string; readonly delegator: string },
): Event =>
  event("complete_unbonding", {
    amount: formatCoins(amount),
    validator: facts.validator,
    delegator: facts.delegator,
  });

export const redelegationCompleted = (
  amount: readonly Coin[],
  facts: { readonly delegator: string; readonly source: string; readonly target: string },
): Event =>
  event("complete_redelegation", {
    amount: formatCoins(amount),
    delegator: facts.delegator,
    source_validator: facts.source,
    destination_validator: facts.target,
  });
