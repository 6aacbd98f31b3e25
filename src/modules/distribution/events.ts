import { type Coin, formatCoins } from "../../keeper/coins.js";
import { type DecCoins, format } from "../../keeper/dec-coins.js";
import { type Event, event } from "../../keeper/events.js";

/** Events of Cosmos SDK's x/distribution, names and order of attributes as there. */
export const commissionAllocated = (amount: DecCoins, validator: string): Event =>
  event("commission", { amount: format(amount), validator });

export const rewardsAllocated = (amount: DecCoins, validator: string): Event =>
  event("rewards", { amount: format(amount), validator });

export const rewardsWithdrawn = (
  amount: readonly Coin[],
  validator: string,
  delegator: string,
): Event => event("withdraw_rewards", { amount: formatCoins(amount), validator, delegator });

export const commissionWithdrawn = (amount: readonly Coin[]): Event =>
  event("withdraw_commission", { amount: formatCoins(amount) });

export const withdrawAddressSet = (address: string): Event =>
  event("set_withdraw_address", { withdraw_address: address });
