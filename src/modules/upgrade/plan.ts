import type { Plan } from "../../gen/cosmos/upgrade/v1beta1.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { ZERO_TIME } from "../../wire/time.js";

/** Refuses a plan that says nothing, or what Cosmos SDK no longer takes, with `sdk` 18. x/upgrade Plan.ValidateBasic. */
export function checkPlan({ name, height, time, upgradedClientState }: Plan): void {
  const invalid = (log: string) => refuse(sdkErrors.invalidRequest, { log: `plan: ${log}` });
  if (time !== ZERO_TIME) invalid("time-based upgrades have been deprecated in the SDK");
  if (upgradedClientState !== undefined) {
    invalid("upgrade logic for IBC has been moved to the IBC module");
  }
  if (name === "") invalid("name cannot be empty");
  if (height <= 0n) invalid("height must be greater than 0");
}

/** Whether a plan is carried out before the block of a height. */
export const isDue = (plan: Plan, height: bigint): boolean => plan.height <= height;
