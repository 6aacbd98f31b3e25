import { expect } from "vitest";
import { ParticipantRole } from "../../src/gen/verana/pp/v1.js";
import { MsgSlashTrustDeposit } from "../../src/gen/verana/td/v1.js";
import { deErrors } from "../../src/modules/de/index.js";
import { ppErrors } from "../../src/modules/pp/index.js";
import { tdErrors } from "../../src/modules/td/index.js";
import { pack } from "../../src/wire/any.js";
import { GOV } from "../support/gov-messages.js";
import { depositOf, type Ledger } from "./participants-ledger.js";
import { type Market, tu } from "./participants-market.js";
import { expectLeft, ISSUANCE, pay, refusesToPay, VERIFICATION } from "./participants-sessions.js";
import {
  ISSUER_LIMIT,
  PP,
  participantOf,
  served,
  start,
  type Tree,
  validate,
} from "./participants-tree.js";
import { passed, propose } from "./registry-governance.js";
import { FEE } from "./registry-people.js";

const { ISSUER } = ParticipantRole;
const REPAY = "/verana.td.v1.MsgRepaySlashedTrustDeposit";

/** What is burnt, trust units. */
const [BY_GRANTOR, BY_GOVERNANCE] = [15, 4];

/** The grantor slashes its issuer, which from then on neither issues nor has its credentials verified. */
export async function slashRogue(market: Market, ledger: Ledger, tree: Tree): Promise<void> {
  const slash = { id: tree.issuer, amount: tu(BY_GRANTOR), reason: "rogue" };
  await market.refused("vg", `${PP}SlashParticipantTrustDeposit`, slash, ppErrors.notAuthorized);
  await market.act("ig", `${PP}SlashParticipantTrustDeposit`, slash);
  ledger.enter({ issuer: [0, -BY_GRANTOR] });
  await ledger.check("when the issuer is slashed");
  await refusesToPay(market, tree, "issuer", deErrors.recordNotFound);
  await refusesToPay(market, tree, "verifier", ppErrors.participantNotActive);
}

/**
 * What was slashed is repaid, which does not bring the entry back; so the corporation is onboarded anew,
 * with a record of its service that has its whole limit again. The new entry's id.
 */
export async function onboardAnew(market: Market, ledger: Ledger, tree: Tree): Promise<bigint> {
  const again = { role: ISSUER, validatorParticipantId: tree.ig, did: market.party("issuer").did };
  await market.refused("issuer", `${PP}StartParticipantOP`, again, ppErrors.slashNotRepaid);
  const repay = { id: tree.issuer };
  await market.act("issuer", `${PP}RepayParticipantSlashedTrustDeposit`, repay);
  ledger.enter({ issuer: [-BY_GRANTOR, BY_GRANTOR] });
  await ledger.check("when the slash is repaid");
  const { slashedDeposit, repaidDeposit } = await participantOf(market, tree.issuer);
  expect([slashedDeposit, repaidDeposit]).toEqual([tu(BY_GRANTOR), tu(BY_GRANTOR)]);
  const service = served(market, "issuerService", ISSUER_LIMIT);
  const id = await start(market, "issuer", tree.ig, ISSUER, service);
  await validate(market, "ig", id, { verificationFees: 30n });
  ledger.enter({ issuer: [-60, 10], ig: [40, 10] });
  await ledger.check("when the issuer is onboarded anew");
  await pay(market, { ...tree, issuer: id }, "issuer");
  ledger.enter(ISSUANCE);
  await ledger.check("when the new entry has issued");
  await expectLeft(market, id, { spend: tu(ISSUER_LIMIT - 21), fees: 9n * FEE });
  return id;
}

/** Governance is asked to slash the verifier's corporation; the proposal's id. */
const proposeSlash = ({ people, party }: Market): Promise<bigint> =>
  propose(
    people,
    [
      pack(
        MsgSlashTrustDeposit,
        MsgSlashTrustDeposit.create({
          authority: GOV,
          corporationId: party("verifier").id,
          deposit: tu(BY_GOVERNANCE),
          reason: "proven fraud",
        }),
      ),
    ],
    "Slash a verifier",
  );

/** Governance slashes the verifier's corporation: until it has repaid exactly what governance slashed, the corporation cannot pay for anything. */
export async function repayGovernance(market: Market, ledger: Ledger, tree: Tree): Promise<void> {
  await passed(market.people, await proposeSlash(market));
  ledger.enter({ verifier: [0, -BY_GOVERNANCE] });
  await ledger.check("when governance has slashed");
  await refusesToPay(market, tree, "verifier", tdErrors.slashNotRepaid);
  const deposit = tu(BY_GOVERNANCE);
  const tooLittle = { deposit: deposit - 1n };
  await market.refused("verifier", REPAY, tooLittle, tdErrors.notTheAmountOwed);
  await market.act("verifier", REPAY, { deposit });
  ledger.enter({ verifier: [-BY_GOVERNANCE, BY_GOVERNANCE] });
  await ledger.check("when governance's slash is repaid");
  expect(await depositOf(market, "verifier")).toMatchObject({
    slashedDeposit: deposit,
    repaidDeposit: deposit,
    slashCount: 1n,
  });
  await pay(market, tree, "verifier");
  ledger.enter(VERIFICATION);
  await ledger.check("when the verifier verifies again");
}
