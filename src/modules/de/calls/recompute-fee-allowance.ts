import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { END_OF_TIME } from "../../../keeper/keys.js";
import { StateFault } from "../../../keeper/state-fault.js";
import type { AuthorityParts } from "../authorization.js";
import { delegableTypes } from "../msg-types.js";
import type { RecordEntry } from "../record-entry.js";

type Holder = Pick<RecordEntry, "corporationId" | "vsOperator">;

/**
 * [MOD-DE-MSG-5-5] [D-DE-06] The fee allowance that the records of a VS operator add up to: the types of
 * all that count, until the last of them ends, without a limit of its own. It costs as many looks as
 * there are types, however many records there are.
 */
export function recomputeFeeAllowance(
  ctx: WriteContext,
  parts: AuthorityParts,
  holder: Holder,
): void {
  const { corporationId, vsOperator } = holder;
  const registered = parts.corporations.find(ctx, corporationId);
  if (registered === undefined) throw new StateFault("a record of no corporation");
  const corporation = { id: registered.id, policyAddress: registered.policyAddress };
  const msgTypes: string[] = [];
  let end = 0n;
  for (const type of delegableTypes) {
    const last = latestEnd(ctx, parts, holder, type);
    if (last === undefined) continue;
    msgTypes.push(type);
    if (last > end) end = last;
  }
  if (msgTypes.length === 0) {
    parts.fees.revoke(ctx, corporation, vsOperator);
    return;
  }
  const expiration = end === END_OF_TIME ? undefined : end;
  const allowance = { corporation, grantee: vsOperator, msgTypes, expiration };
  parts.fees.grant(ctx, { ...allowance, spendLimit: [], period: undefined });
}

/** The latest expiration after now of the records with fees that have a type; END_OF_TIME for none. */
function latestEnd(
  ctx: ReadContext,
  { state }: AuthorityParts,
  { corporationId, vsOperator }: Holder,
  type: string,
): bigint | undefined {
  const at = (end: bigint) => state.feeEnds.bound([corporationId, vsOperator, type, end]);
  const ahead = { gte: at(END_OF_TIME), lt: at(ctx.blockTime) };
  for (const { record } of state.records.along(ctx, state.feeEnds, ahead)) {
    return record.expiration ?? END_OF_TIME;
  }
  return undefined;
}
