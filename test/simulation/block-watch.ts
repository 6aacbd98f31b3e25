import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import * as de from "../../src/gen/verana/de/v1.js";
import * as pp from "../../src/gen/verana/pp/v1.js";
import * as td from "../../src/gen/verana/td/v1.js";
import type { Any } from "../../src/wire/descriptor.js";
import {
  type Amounts,
  attributeOf,
  type Limit,
  roleFault,
  spendingFault,
  stakeFault,
  sumOf,
  supplyFault,
  type Told,
} from "./block-properties.js";
import { depositOf } from "./participant-view.js";
import { registryOf } from "./registry-market.js";
import { FEE, type Operation, type Scene } from "./scene.js";

/** An operation that was accepted, with its events. */
export interface Accepted {
  readonly operation: Operation;
  readonly events: readonly Told[];
}

/** What a block did. */
export interface Happened {
  readonly accepted: readonly Accepted[];
  /** Operations whose fees were taken, the refused ones among them. */
  readonly paid: readonly Operation[];
  readonly events: readonly Told[];
}

/** What the properties ask of a state. */
interface Seen {
  readonly supply: Amounts;
  readonly limits: ReadonlyMap<string, Limit>;
}

const amountsOf = (coins: readonly { readonly denom: string; readonly amount: bigint }[]) =>
  new Map(coins.map(({ denom, amount }) => [denom, amount]));

/** Compares the state after each block with the one before it and what the block told. */
export class BlockWatch {
  #last: Seen;

  constructor(start: Scene) {
    this.#last = see(start);
  }

  /** What is wrong; `scene`: the state after the block. */
  after(scene: Scene, { accepted, paid, events }: Happened): readonly string[] {
    const before = this.#last;
    const after = see(scene);
    this.#last = after;
    const { participants, credentialSchemas, corporations } = registryOf(scene);
    const deposits = corporations.flatMap(({ id }) => {
      const deposit = depositOf(scene, id);
      return deposit === undefined ? [] : [[id, deposit] as const];
    });
    const limits = { before: before.limits, after: renewed(after.limits, events) };
    return [
      supplyFault({ before: before.supply, after: after.supply }, events),
      spendingFault(limits, spentBy(scene, accepted)),
      spendingFault(limits, feesBy(paid)),
      roleFault(participants, credentialSchemas),
      stakeFault(participants, new Map(deposits)),
    ].filter((fault) => fault !== undefined);
  }
}

function see({ ask }: Scene): Seen {
  const { supply } = ask<bank.QueryTotalSupplyRequest, bank.QueryTotalSupplyResponse>(
    bank.Query.TotalSupply,
    {},
  );
  const all = { responseMaxSize: 1_024 };
  const { operatorAuthorizations } = ask<
    de.QueryListOperatorAuthorizationsRequest,
    de.QueryListOperatorAuthorizationsResponse
  >(de.Query.ListOperatorAuthorizations, all);
  const { vsOperatorAuthorizations } = ask<
    de.QueryListVSOperatorAuthorizationsRequest,
    de.QueryListVSOperatorAuthorizationsResponse
  >(de.Query.ListVSOperatorAuthorizations, all);
  const limits = new Map<string, Limit>();
  for (const one of operatorAuthorizations) {
    limits.set(operatorName(one.corporationId, one.operator), limitOf(one));
  }
  for (const record of vsOperatorAuthorizations.flatMap(({ records }) => records)) {
    const { feeSpendLimit: spendLimit, remainingFeeSpend: remainingSpend, expiration } = record;
    limits.set(recordName(record.participantId), limitOf(record));
    limits.set(feesName(record.participantId), limitOf({ spendLimit, remainingSpend, expiration }));
  }
  return { supply: amountsOf(supply), limits };
}

const operatorName = (corporationId: bigint, operator: string): string =>
  `${operator} of corporation ${corporationId}`;
const recordName = (id: bigint): string => `the VS operator of participant ${id}`;

const feesName = (id: bigint): string => `by fees ${recordName(id)}`;

const limitOf = ({
  spendLimit,
  remainingSpend,
  expiration,
}: Pick<de.OperatorAuthorization, "spendLimit" | "remainingSpend" | "expiration">): Limit => ({
  limit: amountsOf(spendLimit),
  left: amountsOf(remainingSpend),
  cycle: `${expiration}`,
});

/** Whoever was granted something anew has a new limit. */
function renewed(
  limits: ReadonlyMap<string, Limit>,
  events: readonly Told[],
): ReadonlyMap<string, Limit> {
  const grants = events
    .filter(({ type }) => type === "grant_operator_authorization")
    .map((one) =>
      operatorName(BigInt(attributeOf(one, "corporation_id")), attributeOf(one, "grantee")),
    );
  const anew = new Set(grants);
  return new Map(
    [...limits].map(([name, one]) => [name, anew.has(name) ? { ...one, cycle: "anew" } : one]),
  );
}

/** What accounts of corporations paid for messages of their operators, by what let the operators in. */
function spentBy(scene: Scene, accepted: readonly Accepted[]): ReadonlyMap<string, Amounts> {
  const spent = new Map<string, Map<string, bigint>>();
  const { corporations } = registryOf(scene);
  for (const { operation, events } of accepted) {
    const name = spenderOf(scene, operation);
    const owner = corporations.find(
      (one) => one.policyAddress === operatedOf(operation)?.corporation,
    );
    if (name === undefined || owner === undefined) continue;
    // What pays the fee comes first and is not of the message.
    const own = events.slice(events.findIndex(({ type }) => type === "tx") + 1);
    const sums = sumOf(
      own,
      "coin_spent",
      (one) => attributeOf(one, "spender") === owner.policyAddress,
    );
    const sofar = spent.get(name) ?? new Map<string, bigint>();
    for (const [denom, amount] of sums) sofar.set(denom, (sofar.get(denom) ?? 0n) + amount);
    spent.set(name, sofar);
  }
  return spent;
}

/** What corporations paid as fees of sessions, by whose records: also of those that were refused. */
function feesBy(paid: readonly Operation[]): ReadonlyMap<string, Amounts> {
  const spent = new Map<string, Amounts>();
  for (const { message, feeGranter } of paid) {
    if (feeGranter === undefined || message.typeUrl !== SESSION) continue;
    const name = feesName(payerOf(message));
    spent.set(name, new Map([["uvna", FEE + (spent.get(name)?.get("uvna") ?? 0n)]]));
  }
  return spent;
}

const SESSION = pp.MsgCreateOrUpdateParticipantSession.typeUrl;

/** The participant by whose record a session is sent. */
function payerOf({ value }: Any): bigint {
  const session = pp.MsgCreateOrUpdateParticipantSession.decode(value);
  return session.verifierParticipantId || session.issuerParticipantId;
}

interface Operated {
  readonly corporation: string;
  readonly operator: string;
}

const TYPES = new Map([...pp.packageTypes, ...td.packageTypes].map((one) => [one.typeUrl, one]));

/** Corporation and operator of a message of these modules; undefined of others. */
function operatedOf({ message }: Operation): Operated | undefined {
  const decoded = TYPES.get(message.typeUrl)?.decode(message.value) as Operated | undefined;
  return decoded?.operator === undefined ? undefined : decoded;
}

/** What let the sender in: its authorization, or the record of the participant that it acts for. */
function spenderOf(scene: Scene, operation: Operation): string | undefined {
  const operated = operatedOf(operation);
  if (operated === undefined) return undefined;
  const { participants, corporations } = registryOf(scene);
  const owner = corporations.find((one) => one.policyAddress === operated.corporation);
  if (owner === undefined) return undefined;
  const { typeUrl, value } = operation.message;
  if (typeUrl === SESSION) return recordName(payerOf(operation.message));
  if (operated.operator === owner.operator) return operatorName(owner.id, owner.operator);
  if (typeUrl !== pp.MsgSetParticipantOPToValidated.typeUrl) return undefined;
  const { id } = pp.MsgSetParticipantOPToValidated.decode(value);
  const validated = participants.find((one) => one.id === id);
  return validated === undefined ? undefined : recordName(validated.validatorParticipantId);
}
