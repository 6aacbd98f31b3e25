import type { VSOperatorAuthorization } from "../../gen/verana/de/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import { StateFault } from "../../keeper/state-fault.js";
import type { RecordEntry } from "./record-entry.js";
import type { DelegationState } from "./state.js";

type Holder = Pick<RecordEntry, "corporationId" | "vsOperator">;

/** The authorization that holds records, without them: they are entries of their own. */
export function holderOf(
  ctx: ReadContext,
  state: DelegationState,
  { corporationId, vsOperator }: Holder,
): VSOperatorAuthorization {
  const held = state.vsAuthorizations.get(ctx, [corporationId, vsOperator]);
  if (held === undefined) throw new StateFault("a record without its authorization");
  return held;
}

/** [D-DE-08] The authorization with its records, by participant: the order in which they were made. */
export function withRecords(
  ctx: ReadContext,
  { records, byHolder }: DelegationState,
  authorization: VSOperatorAuthorization,
): VSOperatorAuthorization {
  const { corporationId, vsOperator } = authorization;
  const entries = records.where(ctx, byHolder, [corporationId, vsOperator]);
  return { ...authorization, records: [...entries].map(({ record }) => record) };
}
