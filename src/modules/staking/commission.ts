import type { Commission, CommissionRates } from "../../gen/cosmos/staking/v1beta1.js";
import { ONE } from "../../keeper/dec.js";
import { refuse } from "../../keeper/errors.js";
import { splitTime } from "../../wire/time.js";
import { stakingErrors } from "./errors.js";

const DAY_NS = 86_400_000_000_000n;

/** Refuses rates that contradict each other, with `staking` 9 to 14. x/staking CommissionRates.Validate. */
export function checkRates({ rate, maxRate, maxChangeRate }: CommissionRates): void {
  if (maxRate < 0n) refuse(stakingErrors.commissionNegative);
  if (maxRate > ONE) refuse(stakingErrors.commissionHuge);
  if (rate < 0n) refuse(stakingErrors.commissionNegative);
  if (rate > maxRate) refuse(stakingErrors.commissionAboveMax);
  if (maxChangeRate < 0n) refuse(stakingErrors.changeRateNegative);
  if (maxChangeRate > maxRate) refuse(stakingErrors.changeRateAboveMax);
}

/** The commission with another rate, at most once a day. Refuses with `staking` 9, 11, 12, 15. */
export function changedRate(commission: Commission, rate: bigint, now: bigint): Commission {
  const { commissionRates: rates, updateTime } = commission;
  if (now - updateTime < DAY_NS) refuse(stakingErrors.commissionTooSoon);
  if (rate < 0n) refuse(stakingErrors.commissionNegative);
  if (rate > rates.maxRate) refuse(stakingErrors.commissionAboveMax);
  if (rate - rates.rate > rates.maxChangeRate) refuse(stakingErrors.commissionChangeTooGreat);
  return { commissionRates: { ...rates, rate }, updateTime: now };
}

/** A commission in the text form of its protobuf, as the event of an edit has it. */
export function commissionText({ commissionRates: rates, updateTime }: Commission): string {
  const { rate, maxRate, maxChangeRate } = rates;
  const parts = `rate:"${rate}" max_rate:"${maxRate}" max_change_rate:"${maxChangeRate}" `;
  const [seconds, nanos] = splitTime(updateTime);
  const time = [
    ...(seconds === 0n ? [] : [`seconds:${seconds} `]),
    ...(nanos === 0 ? [] : [`nanos:${nanos} `]),
  ];
  return `commission_rates:<${parts}> update_time:<${time.join("")}> `;
}
