import { refuse } from "../../keeper/errors.js";
import { deErrors } from "./errors.js";
import type { FeeAllowancePort } from "./ports.js";

/** A chain without fee allowances: none can be granted, so there is none to revoke. */
export const noFeeAllowances: FeeAllowancePort = {
  grant: () => refuse(deErrors.feeGrantUnavailable, {}, "MOD-DE-MSG-3-4"),
  revoke: () => {},
};
