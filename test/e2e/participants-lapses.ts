import { expect } from "vitest";
import { OnboardingState, ParticipantRole } from "../../src/gen/verana/pp/v1.js";
import { deErrors } from "../../src/modules/de/index.js";
import type { Ledger } from "./participants-ledger.js";
import { ISSUER_DAYS, type Market, tu } from "./participants-market.js";
import { PP, participantOf, start, type Tree, validate } from "./participants-tree.js";
import { SECOND, uvna } from "./registry-people.js";

const { ISSUER } = ParticipantRole;
const DAY = 86_400n * SECOND;

/** What the guest's operator may spend in a period: one request of 60, not two. */
const [LIMIT, PERIOD] = [tu(70), 30n * SECOND];

/** How long the guest is validated for: it is looked at meanwhile, on a busy machine too. */
const STAY = 20n * SECOND;

/** Who asked and took it back, and when its operator may spend again. */
export interface Guest {
  readonly cancelled: bigint;
  readonly renews: bigint;
}

/**
 * The agent's corporation asks to be an issuer as well, and takes it back: the fee returns, the deposit
 * stays as credit. What its operator spent of its limit does not return.
 */
export async function cancelOne(market: Market, ledger: Ledger, { ig }: Tree): Promise<Guest> {
  const renews = (await market.people.now()) + PERIOD;
  await market.grant("agent", {
    authzSpendLimit: uvna(LIMIT),
    authzSpendLimitPeriod: PERIOD,
    expiration: renews,
  });
  const cancelled = await start(market, "agent", ig, ISSUER);
  ledger.enter({ agent: [-60, 10] }, 50);
  await ledger.check("when the guest has asked");
  await market.act("agent", `${PP}CancelParticipantOPLastRequest`, { id: cancelled });
  ledger.enter({ agent: [50, 0, 10] }, -50);
  await ledger.check("when the guest has cancelled");
  expect((await participantOf(market, cancelled)).opState).toBe(OnboardingState.TERMINATED);
  const again = { role: ISSUER, validatorParticipantId: ig, did: market.party("agent").did };
  await market.refused("agent", `${PP}StartParticipantOP`, again, deErrors.spendLimitExceeded);
  return { cancelled, renews };
}

/** In its next period the guest asks again, its credit is a part of the deposit. It is validated for some seconds. */
export async function onboardGuest(
  market: Market,
  ledger: Ledger,
  { ig }: Tree,
  { renews }: Guest,
): Promise<{ readonly id: bigint; readonly until: bigint }> {
  await market.after(renews);
  const id = await start(market, "agent", ig, ISSUER);
  // Of its credit of 10, three sessions have left 10 - 0.3 - 0.3 - 1.14 = 8.26; the deposit takes it all.
  ledger.enter({ agent: [-51.74, 1.74, -8.26] }, 50);
  await ledger.check("when the guest has asked again");
  const until = (await market.people.now()) + STAY;
  await validate(market, "ig", id, { effectiveUntil: until });
  ledger.enter({ ig: [40, 10] }, -50);
  await ledger.check("when the guest is validated");
  return { id, until };
}

/** The issuer renews for as much as it was onboarded for; its year becomes two. */
export async function renewIssuer(market: Market, ledger: Ledger, tree: Tree): Promise<void> {
  const before = await participantOf(market, tree.issuer);
  await market.act("issuer", `${PP}RenewParticipantOP`, { id: tree.issuer });
  ledger.enter({ issuer: [-60, 10] }, 50);
  await ledger.check("when the issuer has asked for a renewal");
  await validate(market, "ig", tree.issuer, { verificationFees: 30n });
  ledger.enter({ ig: [40, 10] }, -50);
  await ledger.check("when the issuer is renewed");
  const { effectiveUntil, effectiveFrom } = await participantOf(market, tree.issuer);
  expect(effectiveFrom).toBe(before.effectiveFrom);
  expect(effectiveUntil).toBe((before.effectiveUntil ?? 0n) + BigInt(ISSUER_DAYS) * DAY);
}
