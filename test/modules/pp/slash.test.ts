import { describe, expect, it } from "vitest";
import {
  MsgRepayParticipantSlashedTrustDeposit,
  MsgRevokeParticipant,
  MsgSelfCreateParticipant,
  MsgSlashParticipantTrustDeposit,
  MsgStartParticipantOP,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { MsgSlashTrustDeposit } from "../../../src/gen/verana/td/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { SECOND } from "../../support/registry-world.js";
import { MarketWorld, MODE, type Party } from "./market-world.js";

const { ISSUER, ISSUER_GRANTOR, VERIFIER_GRANTOR } = ParticipantRole;

/** An issuer below a grantor below a root; the grantor deposited 200 and the issuer 100. */
function tree() {
  const world = new MarketWorld();
  const [eco, grantor, issuer] = [
    world.party("eco"),
    world.party("grantor"),
    world.party("issuer"),
  ];
  const root = world.root(eco, world.schema(eco), { validationFees: 1_000n });
  const middle = world.onboard(grantor, { party: eco, id: root }, ISSUER_GRANTOR, {
    agreed: { validationFees: 500n },
  });
  const leaf = world.onboard(issuer, { party: grantor, id: middle }, ISSUER, {
    start: {
      vsOperator: issuer.vsOperator,
      vsOperatorAuthzMsgTypes: ["CreateOrUpdateParticipantSession"],
    },
  });
  world.events.splice(0);
  const slash = (by: Party, id: bigint, amount: bigint, reason = "") =>
    world.send(
      MsgSlashParticipantTrustDeposit,
      { ...world.by(by), id, amount, reason },
      by.operator,
    );
  const refuses = (by: Party, id: bigint, amount: bigint) =>
    world.refuses(MsgSlashParticipantTrustDeposit, { ...world.by(by), id, amount }, by.operator);
  const repay = (by: Party, id: bigint) =>
    world.send(MsgRepayParticipantSlashedTrustDeposit, { ...world.by(by), id }, by.operator);
  const keeps = (by: Party, id: bigint) =>
    world.refuses(MsgRepayParticipantSlashedTrustDeposit, { ...world.by(by), id }, by.operator);
  return { world, eco, grantor, issuer, root, middle, leaf, slash, refuses, repay, keeps };
}

describe("Slash Participant Trust Deposit", () => {
  it("[MOD-PP-MSG-12] [MOD-PP-MSG-12-1] [MOD-PP-MSG-12-3] [D-PP-47] [D-PP-48] burns of the owner's deposit, ends the entry and its record", () => {
    const { world, grantor, issuer, leaf, slash } = tree();
    const supply = world.supply();
    slash(grantor, leaf, 60n, "rogue");
    expect(world.participant(leaf)).toMatchObject({
      slashed: world.time,
      modified: world.time,
      slashedDeposit: 60n,
      deposit: 100n,
    });
    expect([supply - world.supply(), world.holdings(issuer).deposit]).toEqual([60n, 40n]);
    expect(world.delegation.vsRecord(world.ctx, leaf)).toBeUndefined();
    expect(world.deposits.find(world.ctx, issuer.id)).toMatchObject({ slashCount: 0n });
    expect(world.taken("slash_participant_trust_deposit")).toEqual([
      {
        participant_id: `${leaf}`,
        slashed_amount: "60",
        corporation: grantor.policyAddress,
        operator: grantor.operator,
        reason: "rogue",
        timestamp: "2026-01-01T00:00:03Z",
      },
    ]);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-12-2] [MOD-PP-MSG-12-2-1] [MOD-PP-MSG-12-2-3] [D-PP-46] at most what is left of the participant's own deposit", () => {
    const { world, eco, grantor, issuer, leaf, slash, refuses, repay } = tree();
    const rule = "MOD-PP-MSG-12-2-1";
    expect(refuses(grantor, 99n, 1n)).toMatchObject({ kind: ppErrors.participantNotFound, rule });
    expect(refuses(grantor, leaf, 0n)).toMatchObject({ kind: ppErrors.amountNotPositive, rule });
    expect(refuses(grantor, leaf, 1n << 63n).kind).toBe(ppErrors.amountOutOfRange);
    world.run((ctx) => world.deposits.adjust(ctx, issuer, 1_000n));
    expect(refuses(grantor, leaf, 101n)).toMatchObject({
      kind: ppErrors.slashAboveDeposit,
      rule,
    });
    slash(grantor, leaf, 60n);
    expect(refuses(eco, leaf, 41n).kind).toBe(ppErrors.slashAboveDeposit);
    slash(eco, leaf, 40n);
    expect(world.participant(leaf).slashedDeposit).toBe(100n);
    repay(issuer, leaf);
    slash(eco, leaf, 100n);
    expect(world.faults()).toEqual([]);
  });

  it("[D-PP-46] not more than the corporation's deposit, which governance may have slashed", () => {
    const { world, grantor, issuer, leaf, refuses, slash } = tree();
    world.govern(MsgSlashTrustDeposit, { corporationId: issuer.id, deposit: 70n });
    expect(refuses(grantor, leaf, 31n).kind).toBe(tdErrors.depositTooSmall);
    slash(grantor, leaf, 30n);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-12-2-2] [D-PP-48] by an active ancestor or the ecosystem's controller, of revoked entries and roots too", () => {
    const { world, eco, grantor, issuer, middle, leaf, refuses, slash } = tree();
    const rule = "MOD-PP-MSG-12-2-2";
    expect(refuses(issuer, leaf, 1n)).toMatchObject({ kind: ppErrors.notAuthorized, rule });
    expect(refuses(issuer, middle, 1n).kind).toBe(ppErrors.notAuthorized);
    world.send(MsgRevokeParticipant, { ...world.by(issuer), id: leaf }, issuer.operator);
    slash(grantor, leaf, 1n);
    world.send(MsgRevokeParticipant, { ...world.by(eco), id: middle }, eco.operator);
    expect(refuses(grantor, leaf, 1n)).toMatchObject({ kind: ppErrors.notAuthorized, rule });
    slash(eco, leaf, 1n);
  });
});

describe("Repay Participant Slashed Trust Deposit", () => {
  it("[MOD-PP-MSG-13] [MOD-PP-MSG-13-1] [MOD-PP-MSG-13-3] [D-PP-49] [D-PP-50] pays what is owed, credit first; the entry stays dead", () => {
    const { world, grantor, issuer, leaf, slash, repay } = tree();
    slash(grantor, leaf, 60n);
    world.run((ctx) => world.deposits.adjust(ctx, issuer, -10n));
    const before = world.holdings(issuer);
    world.events.splice(0);
    repay(issuer, leaf);
    expect(before.account - world.holdings(issuer).account).toBe(50n);
    expect(world.holdings(issuer)).toMatchObject({ deposit: 90n, refunded: 0n });
    expect(world.participant(leaf)).toMatchObject({
      repaid: world.time,
      repaidDeposit: 60n,
      slashedDeposit: 60n,
      deposit: 100n,
      slashed: world.time,
    });
    expect(world.taken("repay_participant_slashed_trust_deposit")).toEqual([
      {
        participant_id: `${leaf}`,
        repaid_amount: "60",
        corporation: issuer.policyAddress,
        operator: issuer.operator,
        timestamp: "2026-01-01T00:00:03Z",
      },
    ]);
    slash(grantor, leaf, 5n);
    repay(issuer, leaf);
    expect(world.participant(leaf)).toMatchObject({ slashedDeposit: 65n, repaidDeposit: 65n });
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-13-2] [MOD-PP-MSG-13-2-1] by the owner, of something that is owed", () => {
    const { grantor, issuer, leaf, slash, repay, keeps } = tree();
    const rule = "MOD-PP-MSG-13-2-1";
    expect(keeps(issuer, 99n)).toMatchObject({ kind: ppErrors.participantNotFound, rule });
    expect(keeps(grantor, leaf)).toMatchObject({ kind: ppErrors.notOwner, rule });
    expect(keeps(issuer, leaf)).toMatchObject({ kind: ppErrors.nothingToRepay, rule: "D-PP-49" });
    slash(grantor, leaf, 1n);
    repay(issuer, leaf);
    expect(keeps(issuer, leaf).kind).toBe(ppErrors.nothingToRepay);
  });

  it("[MOD-PP-MSG-13-2-2] needs all of it in the account and in the operator's limit", () => {
    const { world, grantor, issuer, leaf, slash, repay, keeps } = tree();
    slash(grantor, leaf, 60n);
    const rest = world.balance(issuer.policyAddress) - 59n;
    const coins = [{ denom: "uvna", amount: rest }];
    world.run((ctx) => world.deposits.adjust(ctx, issuer, -40n));
    world.run((ctx) => world.bank.send(ctx, issuer.policyAddress, grantor.policyAddress, coins));
    expect(keeps(issuer, leaf)).toMatchObject({
      kind: ppErrors.insufficientFunds,
      rule: "MOD-PP-MSG-13-2-2",
    });
    world.fund(issuer.policyAddress, 1n);
    world.limit(issuer, { authzSpendLimit: [{ denom: "uvna", amount: 59n }] });
    expect(keeps(issuer, leaf).kind).toBe(deErrors.spendLimitExceeded);
    world.limit(issuer, {});
    repay(issuer, leaf);
  });

  it("[D-PP-50] a slash by governance is repaid first", () => {
    const { world, grantor, issuer, leaf, slash, keeps } = tree();
    slash(grantor, leaf, 60n);
    world.govern(MsgSlashTrustDeposit, { corporationId: issuer.id, deposit: 1n });
    expect(keeps(issuer, leaf).kind).toBe(tdErrors.slashNotRepaid);
  });

  it("[D-PP-09] whoever owes in an ecosystem gets no new participant there, until it repaid", () => {
    const { world, grantor, issuer, middle, leaf, slash, repay } = tree();
    slash(grantor, leaf, 60n);
    const message = {
      ...world.by(issuer),
      role: ISSUER,
      validatorParticipantId: middle,
      did: issuer.did,
    };
    const error = world.refuses(MsgStartParticipantOP, message, issuer.operator);
    expect(error).toMatchObject({ kind: ppErrors.slashNotRepaid, rule: "D-PP-09" });
    repay(issuer, leaf);
    const again = world.onboard(issuer, { party: grantor, id: middle }, ISSUER);
    expect(world.participant(again).slashed).toBeUndefined();
    expect(world.faults()).toEqual([]);
  });

  it("[D-PP-09] [MOD-PP-MSG-14-2-2] nor makes a participant of itself there", () => {
    const world = new MarketWorld();
    const [eco, grantor] = [world.party("eco"), world.party("grantor")];
    const schemaId = world.schema(eco, { issuerOnboardingMode: MODE.open });
    const root = world.root(eco, schemaId, { validationFees: 1_000n });
    const id = world.onboard(grantor, { party: eco, id: root }, VERIFIER_GRANTOR);
    const slash = { ...world.by(eco), id, amount: 60n };
    world.send(MsgSlashParticipantTrustDeposit, slash, eco.operator);
    const message = {
      ...world.by(grantor),
      role: ISSUER,
      validatorParticipantId: root,
      did: grantor.did,
      effectiveFrom: world.time + SECOND,
    };
    const error = world.refuses(MsgSelfCreateParticipant, message, grantor.operator);
    expect(error).toMatchObject({ kind: ppErrors.slashNotRepaid, rule: "D-PP-09" });
    const repay = { ...world.by(grantor), id };
    world.send(MsgRepayParticipantSlashedTrustDeposit, repay, grantor.operator);
    world.selfCreate(grantor, root);
  });
});
