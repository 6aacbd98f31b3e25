import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import * as de from "../../src/gen/verana/de/v1.js";
import { Query, type QueryGetParticipantSessionResponse } from "../../src/gen/verana/pp/v1.js";
import type { Coin } from "../../src/keeper/coins.js";
import { deErrors } from "../../src/modules/de/index.js";
import type { Entries, Ledger } from "./participants-ledger.js";
import type { Corporation, Market, Player } from "./participants-market.js";
import { tu } from "./participants-market.js";
import type { RestAnswer } from "./participants-rest.js";
import { ISSUER_LIMIT, PP, type Tree } from "./participants-tree.js";
import { FEE, uvna } from "./registry-people.js";

export type Payer = "issuer" | "verifier";

/** The service pays its fee from the corporation's account: a tenth of a trust unit. */
const FEE_TU = 0.1;

/**
 * An issuance: 10 to the ecosystem and 5 to the grantor, a fifth of each as deposit; as much once more
 * as the payer's own, 3; and a tenth of the 15 to each agent. 15 + 3 + 3 = 21, and the fee.
 */
export const ISSUANCE: Entries = {
  ...{ eco: [8, 2], ig: [4, 1], agent: [1.2, 0.3], wallet: [1.2, 0.3] },
  issuer: [-21 - FEE_TU, 3],
};

/**
 * A verification: 20, 5, 30 and 2 make 57, of which a fifth is deposits, 11.4; as much once more is the
 * payer's own; 5.7 to each agent. 57 + 11.4 + 11.4 = 79.8, and the fee.
 */
export const VERIFICATION: Entries = {
  ...{ eco: [16, 4], ig: [4, 1], issuer: [24, 6], vg: [1.6, 0.4] },
  ...{ agent: [4.56, 1.14], wallet: [4.56, 1.14] },
  verifier: [-79.8 - FEE_TU, 11.4],
};

const TYPE = `${PP}CreateOrUpdateParticipantSession`;

/** Ids of those that take part in a session, as far as there are any. */
export type Parties = Readonly<
  Partial<
    Record<
      | "issuerParticipantId"
      | "verifierParticipantId"
      | "agentParticipantId"
      | "walletAgentParticipantId",
      bigint
    >
  >
>;

const partiesOf = (tree: Tree, payer: Payer): Parties => ({
  issuerParticipantId: tree.issuer,
  ...(payer === "verifier" ? { verifierParticipantId: tree.verifier } : {}),
  agentParticipantId: tree.agent,
  walletAgentParticipantId: tree.wallet,
});

/** The message of a session, of a fresh UUID. */
const sessionOf = (market: Market, payer: Corporation, service: Player, parties: Parties) => ({
  corporation: market.party(payer).policy,
  operator: market.people.addressOf(service),
  id: randomUUID(),
  digest: parties.verifierParticipantId === undefined ? `digest-${randomUUID()}` : "",
  ...parties,
});

/** A service pays for a credential, and its corporation pays the fee; the session's id. */
export async function sessionBy(
  market: Market,
  payer: Corporation,
  service: Player,
  parties: Parties,
): Promise<string> {
  const session = sessionOf(market, payer, service, parties);
  await market.people.send(service, TYPE, session, market.party(payer).policy);
  return session.id;
}

/** The same, within the tree. */
export const pay = (market: Market, tree: Tree, payer: Payer): Promise<string> =>
  sessionBy(market, payer, `${payer}Service`, partiesOf(tree, payer));

/** A session that its block refuses; the service pays the fee itself. */
export function refusesToPay(
  market: Market,
  tree: Tree,
  payer: Payer,
  kind: Parameters<Market["refused"]>[3],
): Promise<void> {
  const session = sessionOf(market, payer, `${payer}Service`, partiesOf(tree, payer));
  return market.people.refused(`${payer}Service`, TYPE, session, kind);
}

/** What REST says that a session costs in all. */
export async function quoted(
  market: Market,
  payer: Corporation,
  parties: Parties,
): Promise<readonly Coin[]> {
  const given = Object.entries(parties).map(([name, id]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    id,
  ]);
  const answer = await market.rest("/pp/v1/session/quote", Object.fromEntries(given));
  expect(answer.payer_corporation).toBe(market.party(payer).id.toString());
  return answer.total.map(({ denom, amount }: RestAnswer) => ({ denom, amount: BigInt(amount) }));
}

/**
 * Two credentials are issued, a third is beyond the issuer's limit; the verifier verifies one. The agent
 * has credit from a request that was cancelled: what is to be deposited of its rewards is taken from that,
 * and the coins stay on its account.
 */
export async function useCredentials(market: Market, ledger: Ledger, tree: Tree): Promise<void> {
  for (const [payer, cost] of [
    ["issuer", 21],
    ["verifier", 79.8],
  ] as const) {
    expect(await quoted(market, payer, partiesOf(tree, payer))).toEqual(uvna(tu(cost)));
  }
  await pay(market, tree, "issuer");
  ledger.enter({ ...ISSUANCE, agent: [1.5, 0, -0.3] });
  await ledger.check("after an issuance");
  await pay(market, tree, "issuer");
  ledger.enter({ ...ISSUANCE, agent: [1.5, 0, -0.3] });
  const id = await pay(market, tree, "verifier");
  ledger.enter({ ...VERIFICATION, agent: [5.7, 0, -1.14] });
  await ledger.check("after two issuances and a verification");
  await refusesToPay(market, tree, "issuer", deErrors.recordSpendExceeded);
  await ledger.check("after a session above the limit");
  await expectLeft(market, tree.issuer, { spend: tu(ISSUER_LIMIT - 2 * 21), fees: 8n * FEE });
  const { participantSession } = await market.people.ask<QueryGetParticipantSessionResponse>(
    Query.GetParticipantSession,
    { id },
  );
  const [record, ...others] = participantSession?.sessionRecords ?? [];
  expect(record).toMatchObject({
    issuerParticipantId: tree.issuer,
    verifierParticipantId: tree.verifier,
    agentParticipantId: tree.agent,
  });
  expect(others).toEqual([]);
}

/** The record of a participant's service. */
export async function recordOf({ people }: Market, participantId: bigint) {
  const { vsOperatorAuthorizations } =
    await people.ask<de.QueryListVSOperatorAuthorizationsResponse>(
      de.Query.ListVSOperatorAuthorizations,
    );
  const records = vsOperatorAuthorizations.flatMap((authorization) => authorization.records);
  return records.find((one) => one.participantId === participantId);
}

/** What the record of a participant's service has left, base units. */
export async function expectLeft(
  market: Market,
  participantId: bigint,
  { spend, fees }: { readonly spend: bigint; readonly fees: bigint },
): Promise<void> {
  const record = await recordOf(market, participantId);
  expect(record).toMatchObject({ remainingSpend: uvna(spend), remainingFeeSpend: uvna(fees) });
}
