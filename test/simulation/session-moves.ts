import type { CredentialSchema } from "../../src/gen/verana/cs/v1.js";
import type { ParticipantAuthorizationRecord } from "../../src/gen/verana/de/v1.js";
import * as pp from "../../src/gen/verana/pp/v1.js";
import * as quotes from "../../src/gen/vpr/pp/v1.js";
import { message } from "../support/world.js";
import {
  debtOf,
  isLeft,
  lives,
  oneOf,
  partyOf,
  recordOf,
  schemaOf,
  those,
  type View,
} from "./participant-view.js";
import { FEE, type Operation } from "./scene.js";

/** Sessions, as the next block accepts them; some beyond a limit, which nothing else would find out. */

const { ISSUER, VERIFIER } = pp.ParticipantRole;

const caseOf = ({ pricingAssetType, pricingAsset }: CredentialSchema): Case =>
  pricingAssetType === 1
    ? "trust units"
    : pricingAssetType === 3
      ? "a currency"
      : pricingAsset === "uvna"
        ? "native coins"
        : "other coins";

type Case = (typeof CASES)[number];
const CASES = ["native coins", "trust units", "other coins", "a currency"] as const;

/** Three attempts to find one that can be paid. */
export const session = (view: View): Operation | undefined =>
  attempt(view) ?? attempt(view) ?? attempt(view);

function attempt(view: View): Operation | undefined {
  const { random } = view.scene;
  const pays = (p: pp.Participant): boolean =>
    (p.role === ISSUER || p.role === VERIFIER) &&
    lives(view, p) &&
    recordFor(view, p) !== undefined;
  const payer = payerOf(view, those(view, pays));
  const owner = partyOf(view, payer?.corporationId);
  const schema = schemaOf(view, payer?.schemaId ?? 0n);
  if (payer === undefined || owner === undefined || schema === undefined) return undefined;
  const record = recordFor(view, payer);
  const ids = partiesOf(view, payer);
  const quote = quoteOf(view, ids);
  if (record === undefined || quote === undefined) return undefined;
  const { total, beneficiaries, agents } = quote;
  const involved = [owner.id, ...[...beneficiaries, ...agents].map((one) => one.corporationId)];
  if (involved.some((id) => debtOf(view, id) > 0n)) return undefined;
  const beyond = !isLeft(record, total);
  if (beyond && !random.chance(150)) return undefined;
  const { policyAddress: corporation, vsOperator: operator } = owner;
  const content = {
    ...{ corporation, operator, ...ids },
    id: `00000000-0000-4000-8000-${payer.id.toString().padStart(12, "0")}`,
    digest: random.chance(200) ? `digest-${random.below(10_000)}` : "",
  };
  const granted = isGranted(record) && random.chance(700);
  const what = ids.verifierParticipantId === 0n ? "issued" : "verified";
  return {
    by: operator,
    message: message(pp.MsgCreateOrUpdateParticipantSession, content),
    ...(granted ? { feeGranter: corporation } : {}),
    ...(beyond ? {} : { kind: `${what} for ${total.length === 0 ? "nothing" : caseOf(schema)}` }),
  };
}

/** One of any role and any pricing, each as often, however many there are of them. */
function payerOf(view: View, able: readonly pp.Participant[]): pp.Participant | undefined {
  const { random } = view.scene;
  const [role, priced] = [random.pick([ISSUER, VERIFIER]), random.pick(CASES)];
  const pricedSo = able.filter(({ schemaId }) => {
    const schema = schemaOf(view, schemaId);
    return schema !== undefined && caseOf(schema) === priced;
  });
  const both = pricedSo.filter((p) => p.role === role);
  return oneOf(view, [both, pricedSo, able].find((list) => list.length > 0) ?? []);
}

const recordFor = (view: View, p: pp.Participant) =>
  recordOf(view, p, "CreateOrUpdateParticipantSession");

/** Mostly while something is left of the limit of fees. */
const isGranted = ({
  withFeegrant,
  feeSpendLimit,
  remainingFeeSpend,
}: ParticipantAuthorizationRecord): boolean =>
  withFeegrant &&
  (feeSpendLimit.length === 0 || remainingFeeSpend.some(({ amount }) => amount >= FEE));

function partiesOf(view: View, payer: pp.Participant) {
  const { random } = view.scene;
  const issuers = those(view, (p) => p.role === ISSUER && lives(view, p));
  const verifies = payer.role === VERIFIER;
  const proven = issuers.filter(({ schemaId }) => schemaId === payer.schemaId);
  const some = (from: readonly pp.Participant[], often: number): bigint =>
    random.chance(often) ? (oneOf(view, from)?.id ?? 0n) : 0n;
  return {
    issuerParticipantId: verifies ? some(proven, 700) : payer.id,
    verifierParticipantId: verifies ? payer.id : 0n,
    agentParticipantId: some(issuers, 400),
    walletAgentParticipantId: some(issuers, 400),
  };
}

/** What it would cost; undefined where it has no price. */
function quoteOf(
  { scene }: View,
  ids: ReturnType<typeof partiesOf>,
): quotes.QuerySessionQuoteResponse | undefined {
  try {
    return scene.ask<quotes.QuerySessionQuoteRequest, quotes.QuerySessionQuoteResponse>(
      quotes.Query.SessionQuote,
      ids,
    );
  } catch {
    return undefined;
  }
}
