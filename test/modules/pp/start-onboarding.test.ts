import { describe, expect, it } from "vitest";
import {
  MsgCancelParticipantOPLastRequest,
  MsgRevokeParticipant,
  MsgStartParticipantOP,
  OnboardingState,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { MsgSlashTrustDeposit } from "../../../src/gen/verana/td/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { DAY, SECOND } from "../../support/registry-world.js";
import { coinOf, EURO, HOLDERS, MarketWorld, MODE, TU } from "./market-world.js";
import { start } from "./onboarding-world.js";

const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR, ECOSYSTEM, HOLDER } = ParticipantRole;
const { PENDING } = OnboardingState;

describe("Start Participant OP", () => {
  it("[MOD-PP-MSG-1] [MOD-PP-MSG-1-1] [MOD-PP-MSG-1-3] [D-PP-02] [D-PP-13] escrows the fee, deposits its part and waits", () => {
    const { world, applicant, schemaId, root } = start();
    const before = world.holdings(applicant);
    const id = world.start(applicant, root, ISSUER_GRANTOR, {
      validationFees: { value: 7n },
      verificationFees: { value: 9n },
    });
    expect(world.participant(id)).toMatchObject({
      id,
      schemaId,
      role: ISSUER_GRANTOR,
      did: applicant.did,
      corporationId: applicant.id,
      created: world.time,
      modified: world.time,
      deposit: 200n,
      validationFees: 7n,
      issuanceFees: 0n,
      verificationFees: 9n,
      validatorParticipantId: root,
      opState: PENDING,
      opLastStateChange: world.time,
      opCurrentFees: 1_000n,
      opCurrentDeposit: 200n,
      opValidatorDeposit: 0n,
    });
    expect(world.participant(id).effectiveFrom).toBeUndefined();
    expect(before.account - world.holdings(applicant).account).toBe(1_200n);
    expect([world.heldBy("pp"), world.holdings(applicant).deposit]).toEqual([1_000n, 200n]);
    expect(world.taken("start_participant_op")).toEqual([
      {
        participant_id: `${id}`,
        corporation: applicant.policyAddress,
        corporation_id: `${applicant.id}`,
        operator: applicant.operator,
        validator_participant_id: `${root}`,
        role: "ISSUER_GRANTOR",
        fees: "1000",
        deposit: "200",
        timestamp: "2026-01-01T00:00:01Z",
      },
    ]);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-1-2] [MOD-PP-MSG-1-2-1] refuses what is missing or malformed, each with its own error", () => {
    const { refuses } = start();
    const kinds = [
      [{ corporation: "" }, ppErrors.missingParameter],
      [{ operator: "" }, ppErrors.missingParameter],
      [{ role: 0 }, ppErrors.missingParameter],
      [{ validatorParticipantId: 0n }, ppErrors.missingParameter],
      [{ did: "" }, ppErrors.missingParameter],
      [{ corporation: "me" }, ppErrors.malformedCorporation],
      [{ operator: "me" }, ppErrors.malformedOperator],
      [{ role: ECOSYSTEM }, ppErrors.malformedRole],
      [{ role: 7 }, ppErrors.malformedRole],
      [{ did: "did:Example:a" }, ppErrors.malformedDid],
      [{ vsOperator: "me" }, ppErrors.malformedVsOperator],
      [{ validationFees: { value: 1n << 63n } }, ppErrors.validationFeesOutOfRange],
      [{ issuanceFees: { value: 1n << 63n } }, ppErrors.issuanceFeesOutOfRange],
      [{ verificationFees: { value: 1n << 63n } }, ppErrors.verificationFeesOutOfRange],
      [{ vsOperatorAuthzWithFeegrant: true }, ppErrors.vsAuthorizationIncomplete],
      [{ did: "did:example:eco" }, ppErrors.didOfAnother],
    ] as const;
    for (const [init, kind] of kinds) {
      expect(refuses(init)).toMatchObject({ kind, rule: "MOD-PP-MSG-1-2-1" });
    }
  });

  it("[D-PP-14] [D-PP-07] stores the record disabled, of types that the role permits", () => {
    const { world, applicant, root, refuses } = start();
    const vsOperator = applicant.vsOperator;
    for (const type of ["TriggerResolver", "CreateOrUpdateParticipantSession"]) {
      const error = refuses({ vsOperator, vsOperatorAuthzMsgTypes: [type] });
      expect(error.kind).toBe(ppErrors.vsMessageNotPermitted);
    }
    const types = { vsOperator, vsOperatorAuthzMsgTypes: ["SetParticipantOPtoValidated"] };
    const id = world.start(applicant, root, ISSUER_GRANTOR, types);
    expect(world.delegation.vsRecord(world.ctx, id)?.record.expiration).toBe(world.time);
    world.send(
      MsgCancelParticipantOPLastRequest,
      { ...world.by(applicant), id },
      applicant.operator,
    );
    expect(world.delegation.vsRecord(world.ctx, id)).toBeUndefined();
  });

  it("[MOD-PP-MSG-1-2-2] [D-PP-10] onboards just the pairs of the matrix", () => {
    const roles = [ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR, HOLDER];
    const pairs = (schema: object): string[] => {
      const world = new MarketWorld();
      const eco = world.party("eco");
      const schemaId = world.schema(eco, schema);
      const root = world.root(eco, schemaId);
      const template = world.participant(root);
      const found: string[] = [];
      for (const validatorRole of [ECOSYSTEM, ...roles]) {
        const id = 50n + BigInt(validatorRole);
        world.run((ctx) =>
          world.participants.state.participants.set(ctx, id, {
            ...template,
            id,
            role: validatorRole,
          }),
        );
        for (const role of roles) {
          const party = world.party(`p${validatorRole}x${role}`);
          try {
            world.start(party, id, role);
            found.push(`${role}<${validatorRole}`);
          } catch (error) {
            expect([ppErrors.wrongValidatorRole, ppErrors.onboardingNotOffered]).toContain(
              (error as { kind: unknown }).kind,
            );
          }
        }
      }
      return found;
    };
    const modes = (issuer: number, verifier: number, holder: number) =>
      pairs({
        issuerOnboardingMode: issuer,
        verifierOnboardingMode: verifier,
        holderOnboardingMode: holder,
      }).sort();
    expect(modes(MODE.grantor, MODE.grantor, HOLDERS.issuer)).toEqual(
      [
        `${ISSUER}<${ISSUER_GRANTOR}`,
        `${VERIFIER}<${VERIFIER_GRANTOR}`,
        `${ISSUER_GRANTOR}<${ECOSYSTEM}`,
        `${VERIFIER_GRANTOR}<${ECOSYSTEM}`,
        `${HOLDER}<${ISSUER}`,
      ].sort(),
    );
    expect(modes(MODE.ecosystem, MODE.ecosystem, HOLDERS.anyone)).toEqual([
      `${ISSUER}<${ECOSYSTEM}`,
      `${VERIFIER}<${ECOSYSTEM}`,
    ]);
    expect(modes(MODE.open, MODE.open, HOLDERS.anyone)).toEqual([]);
  });

  it("[MOD-PP-MSG-1-2-2] refuses a validator that is not there, not yet effective, or not active any more", () => {
    const { world, eco, schemaId, refuses } = start();
    expect(refuses({ validatorParticipantId: 99n }).kind).toBe(ppErrors.validatorNotFound);
    const later = world.party("later");
    expect(later.id).not.toBe(eco.id);
    const root = world.participant(1n);
    const put = (changes: object) =>
      world.run((ctx) => {
        world.participants.state.participants.set(ctx, 40n, {
          ...root,
          id: 40n,
          schemaId,
          ...changes,
        });
      });
    put({ effectiveFrom: world.time + 1n });
    const notYet = refuses({ validatorParticipantId: 40n });
    expect(notYet.kind).toBe(ppErrors.validatorNotYetEffective);
    expect(notYet.message).toContain("not yet effective");
    for (const changes of [
      { effectiveUntil: world.time },
      { revoked: world.time },
      { slashed: world.time, repaid: world.time },
      { effectiveFrom: undefined },
    ]) {
      put(changes);
      expect(refuses({ validatorParticipantId: 40n }).kind).toBe(ppErrors.validatorNotActive);
    }
  });

  it("[MOD-PP-MSG-1-2-3] [D-PP-11] each of the four ways to price has its fee and its deposit", () => {
    const cost = (schema: object, rate?: string, denom = "uvna") => {
      const { world, applicant, root } = start(schema);
      if (rate !== undefined) world.rate(schema as typeof TU, rate, 1);
      world.fund(applicant.policyAddress, 10_000n, "ufoo");
      const id = world.start(applicant, root, ISSUER_GRANTOR);
      const { opCurrentFees, opCurrentDeposit } = world.participant(id);
      expect(world.heldBy("pp", denom)).toBe(opCurrentFees);
      expect(world.faults()).toEqual([]);
      return [opCurrentFees, opCurrentDeposit];
    };
    expect(cost(coinOf("uvna"))).toEqual([1_000n, 200n]);
    expect(cost(TU, "25")).toEqual([2_500n, 500n]);
    expect(cost(coinOf("ufoo"), "25", "ufoo")).toEqual([1_000n, 500n]);
    expect(cost(EURO, "33")).toEqual([0n, 660n]);
  });

  it("[D-PP-11] a fee of 0 asks for no rate; any other without a rate is refused", () => {
    const free = start(TU, 0n);
    const id = free.world.start(free.applicant, free.root, ISSUER_GRANTOR);
    expect(free.world.participant(id)).toMatchObject({ opCurrentFees: 0n, deposit: 0n });
    expect(free.world.deposits.find(free.world.ctx, free.applicant.id)).toBeUndefined();
    const { refuses } = start(TU, 1n);
    expect(refuses({}).kind.codespace).toBe("xr");
  });

  it("[D-GEN-20] what an onboarding costs is below 2^63, whatever the price", () => {
    for (const [pricing, rate, kind] of [
      [TU, "1", ppErrors.insufficientFunds],
      [TU, "2", ppErrors.amountOutOfRange],
      [EURO, "9", ppErrors.insufficientFunds],
      [EURO, "10", ppErrors.amountOutOfRange],
    ] as const) {
      const { world, refuses } = start(pricing, 1n << 62n);
      world.rate(pricing, rate);
      expect(refuses({})).toMatchObject({ kind, rule: "MOD-PP-MSG-1-2-3" });
    }
  });

  it("[MOD-PP-MSG-1-2-3] [D-PP-12] needs the fee and what credit leaves of the deposit", () => {
    const { world, root } = start();
    const poor = world.party("poor", 1_199n);
    const message = {
      ...world.by(poor),
      role: ISSUER_GRANTOR,
      validatorParticipantId: root,
      did: poor.did,
    };
    const refuses = () => world.refuses(MsgStartParticipantOP, message, poor.operator);
    expect(refuses()).toMatchObject({
      kind: ppErrors.insufficientFunds,
      rule: "MOD-PP-MSG-1-2-3",
    });
    world.run((ctx) => world.deposits.adjust(ctx, poor, 199n));
    world.run((ctx) => world.deposits.adjust(ctx, poor, -199n));
    expect(refuses().kind).toBe(ppErrors.insufficientFunds);
    world.fund(poor.policyAddress, 1n);
    world.start(poor, root, ISSUER_GRANTOR);
    expect(world.holdings(poor)).toEqual({ account: 0n, deposit: 200n, refunded: 0n });
    expect(world.faults()).toEqual([]);
  });

  it("[D-TD-01] a slash by governance that is not repaid stops an onboarding that deposits", () => {
    const { world, applicant, refuses } = start();
    world.run((ctx) => world.deposits.adjust(ctx, applicant, 100n));
    world.govern(MsgSlashTrustDeposit, { corporationId: applicant.id, deposit: 1n });
    expect(refuses({}).kind).toBe(tdErrors.slashNotRepaid);
  });

  it("[D-AUTHZ-03] an operator spends the fee and the deposit of its limit, and never beyond it", () => {
    const { world, applicant, root, refuses } = start();
    const limit = (amount: bigint) =>
      world.limit(applicant, { authzSpendLimit: [{ denom: "uvna", amount }] });
    limit(1_199n);
    expect(refuses({}).kind).toBe(deErrors.spendLimitExceeded);
    limit(1_200n);
    world.start(applicant, root, ISSUER_GRANTOR);
    const id = world.participant(2n).id;
    const cancel = { ...world.by(applicant), id };
    world.send(MsgCancelParticipantOPLastRequest, cancel, applicant.operator);
    expect(refuses({}).kind).toBe(deErrors.spendLimitExceeded);
  });

  it("[MOD-PP-MSG-1-2-4] [D-PP-08] one process a context: pending or validated and not expired", () => {
    const { world, eco, applicant, root, refuses } = start({
      issuerGrantorValidationValidityPeriod: { value: 10 },
    });
    const first = world.start(applicant, root, ISSUER_GRANTOR);
    const locked = () =>
      expect(refuses({})).toMatchObject({
        kind: ppErrors.processOpen,
        rule: "MOD-PP-MSG-1-2-4",
      });
    locked();
    world.start(applicant, root, VERIFIER_GRANTOR);
    world.pass(SECOND);
    world.validate(eco, first);
    locked();
    world.pass(10n * DAY);
    const second = world.start(applicant, root, ISSUER_GRANTOR);
    locked();
    world.send(
      MsgCancelParticipantOPLastRequest,
      { ...world.by(applicant), id: second },
      applicant.operator,
    );
    const third = world.onboard(applicant, { party: eco, id: root }, ISSUER_GRANTOR);
    locked();
    world.send(MsgRevokeParticipant, { ...world.by(eco), id: third }, eco.operator);
    world.start(applicant, root, ISSUER_GRANTOR);
    expect(world.faults()).toEqual([]);
  });
});
