import type { RuleId } from "../../../gen/rules.js";
import { type ExchangeRate, StateFilter } from "../../../gen/verana/xr/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { xrErrors } from "../errors.js";

const STATES: Readonly<Record<number, boolean | undefined>> = {
  [StateFilter.STATE_FILTER_UNSPECIFIED]: undefined,
  [StateFilter.STATE_FILTER_ACTIVE]: true,
  [StateFilter.STATE_FILTER_INACTIVE]: false,
};

/** The state that is asked for; undefined for either. Refuses numbers that are no filter. */
export function stateOf(state: number, rule: RuleId): boolean | undefined {
  ensure(state in STATES, rule, xrErrors.malformedStateFilter, { state });
  return STATES[state];
}

/** [D-XR-08] Whether a rate expires later than asked. */
export const outlasts = ({ expires }: ExchangeRate, time: bigint | undefined): boolean =>
  time === undefined || (expires !== undefined && expires > time);
