import { expect } from "vitest";
import { History } from "./participants-history.js";
import { cancelOne, onboardGuest, renewIssuer } from "./participants-lapses.js";
import { Ledger } from "./participants-ledger.js";
import {
  CORPORATIONS,
  type Market,
  openMarket,
  type ParticipantsChain,
} from "./participants-market.js";
import { plantPrices, usePrices } from "./participants-prices.js";
import type { Rest } from "./participants-rest.js";
import { useCredentials } from "./participants-sessions.js";
import { onboardAnew, repayGovernance, slashRogue } from "./participants-slashes.js";
import { onboardExecutors, onboardGrantors, plantTree } from "./participants-tree.js";
import { earnYield } from "./participants-yield.js";

/** What happens in the middle of the journey, which goes on between the two. */
export interface Outage {
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** What nodes can be asked for when it is over. */
export interface Outcome {
  /** Ids of all corporations. */
  readonly corporations: readonly bigint[];
  /** Asks a node about all moments that were noted; how many there were. */
  recall(rest: Rest): Promise<number>;
}

/**
 * Seven corporations: an ecosystem, grantors of issuers and of verifiers, one of each, and two agents.
 * Three of them offer schemas that are priced in native coins, in another coin and in a currency.
 * Onboardings are validated, cancelled, renewed and run out; services issue and verify; the grantor
 * slashes its issuer, and governance the verifier's corporation; both repay and go on. A ledger kept by
 * hand is held against every account and deposit on the way, and the past is asked about at the end.
 */
export async function participantsJourney(
  chain: ParticipantsChain,
  outage: Outage = { begin: async () => {}, end: async () => {} },
): Promise<Outcome> {
  const market = await openMarket(chain);
  const ledger = new Ledger(market);
  const planted = await plantTree(market);
  const prices = await plantPrices(market, ledger);
  await market.after(planted.rootsFrom);
  const history = new History(market, planted.schemaId);
  const grantors = await onboardGrantors(market, ledger, planted.root);
  const upper = [planted.root, grantors.ig, grantors.vg];
  await history.note("when grantors were validated", upper);
  const tree = { ...planted, ...grantors, ...(await onboardExecutors(market, ledger, grantors)) };
  const whole = [...upper, tree.issuer, tree.verifier];
  await history.note("when issuer and verifier were validated", whole, tree.issuer);

  await usePrices(market, ledger, prices, tree);
  const guest = await cancelOne(market, ledger, tree);
  await useCredentials(market, ledger, tree);
  await renewIssuer(market, ledger, tree);

  await outage.begin();
  const { id, until } = await onboardGuest(market, ledger, tree, guest);
  await history.note("while the guest was there", [...whole, id], tree.issuer);
  await slashRogue(market, ledger, tree);
  await outage.end();
  await market.after(until);
  await expectReason(market, tree.schemaId, id, "expired");

  await history.note("when the issuer was slashed", [...upper, tree.verifier]);
  const issuer = await onboardAnew(market, ledger, tree);
  await repayGovernance(market, ledger, { ...tree, issuer });
  await history.note("when all was repaid", [...upper, tree.verifier, issuer], issuer);
  await earnYield(market, ledger);
  const recall = (rest: Rest) => history.recall(rest, [tree.ig, tree.root]);
  expect(await recall(market.rest)).toBe(5);
  market.people.end();
  return { recall, corporations: CORPORATIONS.map((name) => market.party(name).id) };
}

/** The guest's DID may not issue; its latest entry is told of, and why it does not count. */
async function expectReason(
  market: Market,
  schemaId: bigint,
  id: bigint,
  reason: string,
): Promise<void> {
  const question = { did: market.party("agent").did, role: "ISSUER", schema_id: schemaId };
  const { authorized, reasons } = await market.rest("/pp/v1/authorized", question);
  expect([authorized, reasons[0]]).toEqual([false, { participant_id: id.toString(), reason }]);
}
