import type { CredentialSchema } from "../../src/gen/verana/cs/v1.js";
import { type Participant, ParticipantRole } from "../../src/gen/verana/pp/v1.js";
import type { TrustDeposit } from "../../src/gen/verana/td/v1.js";
import { parseCoins } from "../../src/keeper/coins.js";
import { modeOf, validatorRoleFor } from "../../src/modules/pp/onboarding.js";

/** What holds of what blocks do, and of states that messages alone made: no genesis is held to it. */

/** An event as a block's results tell it. */
export interface Told {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

/** Amounts by denomination. */
export type Amounts = ReadonlyMap<string, bigint>;

/** A value of an event; "" where it has none of this name. */
export const attributeOf = ({ attributes }: Told, name: string): string =>
  attributes.find(({ key }) => key === name)?.value ?? "";

/** What events of a type say of amounts, where `whose` holds, in sum. */
export function sumOf(
  events: readonly Told[],
  type: string,
  whose: (event: Told) => boolean = () => true,
): Amounts {
  const sums = new Map<string, bigint>();
  for (const event of events.filter((one) => one.type === type && whose(one))) {
    for (const { denom, amount } of parseCoins(attributeOf(event, "amount")) ?? []) {
      sums.set(denom, (sums.get(denom) ?? 0n) + amount);
    }
  }
  return sums;
}

/** A supply that changed by anything else than what was told to be minted and burnt. */
export function supplyFault(
  { before, after }: { readonly before: Amounts; readonly after: Amounts },
  events: readonly Told[],
): string | undefined {
  const [minted, burnt] = [sumOf(events, "coinbase"), sumOf(events, "burn")];
  for (const denom of new Set([...before.keys(), ...after.keys(), ...minted.keys()])) {
    const of = (amounts: Amounts): bigint => amounts.get(denom) ?? 0n;
    const due = of(before) + of(minted) - of(burnt);
    if (of(after) !== due) return `supply: ${of(after)}${denom}, not ${due}`;
  }
  return undefined;
}

/** A limit of an operator or of a VS operator, and what is left of it; no limit has no coins. */
export interface Limit {
  readonly limit: Amounts;
  readonly left: Amounts;
  /** Differs when the limit begins anew. */
  readonly cycle: string;
}

/** Something that was spent by an authorization and is not taken off its limit. */
export function spendingFault(
  { before, after }: Readonly<Record<"before" | "after", ReadonlyMap<string, Limit>>>,
  spent: ReadonlyMap<string, Amounts>,
): string | undefined {
  for (const [name, amounts] of spent) {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === undefined || is === undefined || was.cycle !== is.cycle) continue;
    if (was.limit.size === 0) continue;
    for (const [denom, amount] of amounts) {
      const taken = (was.left.get(denom) ?? 0n) - (is.left.get(denom) ?? 0n);
      if (taken < amount) return `limit: ${name} spent ${amount}${denom}, ${taken} was taken off`;
    }
  }
  return undefined;
}

/** A participant whose role is not onboarded by its validator's under the modes of the schema. */
export function roleFault(
  participants: readonly Participant[],
  schemas: readonly CredentialSchema[],
): string | undefined {
  const byId = new Map(participants.map((p) => [p.id, p]));
  for (const p of participants.filter(({ role }) => role !== ParticipantRole.ECOSYSTEM)) {
    const schema = schemas.find(({ id }) => id === p.schemaId);
    const above = byId.get(p.validatorParticipantId)?.role;
    const own = schema !== undefined && p.opState === 0 && modeOf(p.role, schema) === "open";
    const wanted =
      schema === undefined
        ? undefined
        : own
          ? ParticipantRole.ECOSYSTEM
          : validatorRoleFor(p.role, schema);
    if (above === undefined || above !== wanted) {
      return `roles: participant ${p.id} in role ${p.role} is below role ${above}, not ${wanted}`;
    }
  }
  return undefined;
}

/**
 * A corporation whose participants have more at stake, as owners and validators, than its deposit holds
 * beside its credit, and has to repay to governance.
 */
export function stakeFault(
  participants: readonly Participant[],
  deposits: ReadonlyMap<bigint, TrustDeposit>,
): string | undefined {
  const byId = new Map(participants.map((p) => [p.id, p]));
  const stakes = new Map<bigint, bigint>();
  const add = (id: bigint, amount: bigint) => stakes.set(id, (stakes.get(id) ?? 0n) + amount);
  for (const p of participants) {
    add(p.corporationId, p.deposit - p.slashedDeposit + p.repaidDeposit);
    const validator = byId.get(p.validatorParticipantId);
    if (validator !== undefined) add(validator.corporationId, p.opValidatorDeposit);
  }
  for (const [id, stake] of stakes) {
    const td = deposits.get(id);
    const held = td === undefined ? 0n : td.deposit - td.refunded;
    const owed = td === undefined ? 0n : td.slashedDeposit - td.repaidDeposit;
    if (stake > held + owed) return `stakes: corporation ${id} has ${stake}, its deposit ${held}`;
  }
  return undefined;
}
