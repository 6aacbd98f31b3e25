import {
  MsgCancelUnbondingDelegation,
  MsgCancelUnbondingDelegationResponse,
  type UnbondingDelegation,
} from "../../../gen/cosmos/staking/v1beta1.js";
import { type AnyAccount, anyAccount } from "../../../keeper/authority.js";
import { refuse } from "../../../keeper/errors.js";
import type { Handler } from "../../../keeper/handler.js";
import { sdkErrors } from "../../../keeper/sdk-errors.js";
import { checkDelegator, checkOperator } from "../addresses.js";
import { stakingErrors } from "../errors.js";
import { unbondingCancelled } from "../events.js";
import type { StakingKeeper } from "../keeper.js";
import { NOT_BONDED_POOL } from "../pools.js";
import { hasNoRate } from "../shares.js";
import { checkAmount, checkBondDenom } from "./amount.js";
import type { Pair } from "./delegate.js";

/** What is left of the unbonding, and whose it is. */
type Plan = Pair & { readonly left: UnbondingDelegation };

/** x/staking MsgCancelUnbondingDelegation: tokens that wait are delegated again. */
export const cancelUnbondingDelegation = (
  keeper: StakingKeeper,
): Handler<
  MsgCancelUnbondingDelegation,
  AnyAccount,
  Plan,
  MsgCancelUnbondingDelegationResponse
> => ({
  type: MsgCancelUnbondingDelegation,
  response: MsgCancelUnbondingDelegationResponse,
  authorize: anyAccount,

  check(ctx, message) {
    const operator = checkOperator(ctx, message.validatorAddress);
    const delegator = checkDelegator(ctx, message.delegatorAddress);
    checkAmount(message.amount, "invalid amount");
    if (message.creationHeight <= 0n) {
      refuse(sdkErrors.invalidRequest, { log: "invalid height" });
    }
    checkBondDenom(ctx, keeper, message.amount);
    const validator = keeper.validators.load(ctx, operator);
    if (hasNoRate(validator)) refuse(stakingErrors.invalidExchangeRate);
    if (validator.jailed) refuse(stakingErrors.validatorJailed);
    const unbonding = keeper.delegations.findUnbonding(ctx, delegator, operator);
    if (unbonding === undefined) {
      const log = `unbonding delegation with delegator ${message.delegatorAddress} not found for validator ${message.validatorAddress}`;
      return refuse(stakingErrors.noUnbondingDelegation, { log });
    }
    return { delegator, operator, left: without(unbonding, message, ctx.blockTime) };
  },

  execute(ctx, message, _by, { delegator, operator, left }) {
    const { amount, creationHeight } = message;
    const from = { pool: NOT_BONDED_POOL };
    keeper.delegations.delegate(ctx, delegator, operator, amount.amount, from);
    keeper.delegations.setUnbonding(ctx, left);
    const facts = { validator: message.validatorAddress, delegator: message.delegatorAddress };
    ctx.emit(unbondingCancelled(facts, amount, creationHeight));
    return {};
  },
});

/** The unbonding without an amount of its entry of a height. Refuses with `sdk` 18 or 38. */
function without(
  unbonding: UnbondingDelegation,
  { amount: { amount }, creationHeight }: MsgCancelUnbondingDelegation,
  now: bigint,
): UnbondingDelegation {
  const at = unbonding.entries.findIndex(
    (entry) => entry.creationHeight === creationHeight && entry.completionTime > now,
  );
  const entry = unbonding.entries[at];
  if (entry === undefined) {
    const log = `unbonding delegation entry is not found at block height ${creationHeight}`;
    return refuse(sdkErrors.notFound, { log });
  }
  if (amount > entry.balance) {
    const log = "amount is greater than the unbonding delegation entry balance";
    refuse(sdkErrors.invalidRequest, { log });
  }
  const left = {
    ...entry,
    balance: entry.balance - amount,
    initialBalance: entry.initialBalance - amount,
  };
  const entries = unbonding.entries.toSpliced(at, 1, ...(left.balance === 0n ? [] : [left]));
  return { ...unbonding, entries };
}
