import { describe, expect, it } from "vitest";
import {
  MsgCancelParticipantOPLastRequest,
  MsgRenewParticipantOP,
  MsgRevokeParticipant,
  MsgSetParticipantOPToValidated,
  MsgStartParticipantOP,
  OnboardingState,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { MsgSlashTrustDeposit } from "../../../src/gen/verana/td/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { DAY, DIGEST, SECOND } from "../../support/registry-world.js";
import { coinOf, EURO, HOLDERS, MarketWorld, MODE, TU } from "./market-world.js";

const { ISSUER, VERIFIER, ISSUER_GRANTOR, VERIFIER_GRANTOR, ECOSYSTEM, HOLDER } = ParticipantRole;
const { PENDING, VALIDATED, TERMINATED } = OnboardingState;

/** An ecosystem whose root asks 1000 for a validation, and an applicant to be its grantor. */
function start(schema = {}, fees = 1_000n) {
  const world = new MarketWorld();
  const [eco, applicant] = [world.party("eco"), world.party("applicant")];
  const schemaId = world.schema(eco, schema);
  const root = world.root(eco, schemaId, { validationFees: fees });
  world.events.splice(0);
  const message = {
    ...world.by(applicant),
    role: ISSUER_GRANTOR,
    validatorParticipantId: root,
    did: applicant.did,
  };
  const refuses = (init: Partial<MsgStartParticipantOP>) =>
    world.refuses(MsgStartParticipantOP, { ...message, ...init }, applicant.operator);
  return { world, eco, applicant, schemaId, root, message, refuses };
}

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

describe("Set Participant OP to Validated", () => {
  it("[MOD-PP-MSG-3] [MOD-PP-MSG-3-1] [MOD-PP-MSG-3-3] [D-PP-22] [D-PP-04] pays the validator, deposits its part and fixes what was agreed", () => {
    const { world, eco, applicant, root } = start({
      issuerGrantorValidationValidityPeriod: { value: 30 },
    });
    const id = world.start(applicant, root, ISSUER_GRANTOR);
    const before = world.holdings(eco);
    world.pass(SECOND);
    world.events.splice(0);
    world.validate(eco, id, {
      validationFees: 5n,
      issuanceFees: 6n,
      verificationFees: 7n,
      issuanceFeeDiscount: 2_500n,
      opSummaryDigest: DIGEST,
    });
    const until = world.time + 30n * DAY;
    expect(world.participant(id)).toMatchObject({
      opState: VALIDATED,
      effectiveFrom: world.time,
      effectiveUntil: until,
      opExp: until,
      validationFees: 5n,
      issuanceFees: 6n,
      verificationFees: 7n,
      issuanceFeeDiscount: 2_500n,
      verificationFeeDiscount: 0n,
      opSummaryDigest: DIGEST,
      opCurrentFees: 0n,
      opCurrentDeposit: 0n,
      opValidatorDeposit: 200n,
      deposit: 200n,
    });
    expect(world.participant(root).deposit).toBe(0n);
    const after = world.holdings(eco);
    expect([after.account - before.account, after.deposit]).toEqual([800n, 200n]);
    expect(world.heldBy("pp")).toBe(0n);
    expect(world.taken("set_participant_op_to_validated")).toEqual([
      {
        participant_id: `${id}`,
        corporation: eco.policyAddress,
        corporation_id: `${eco.id}`,
        operator: eco.operator,
        validator_participant_id: `${root}`,
        op_summary_digest: DIGEST,
        effective_until: "2026-01-31T00:00:02Z",
        validation_fees: "5",
        issuance_fees: "6",
        verification_fees: "7",
        issuance_fee_discount: "2500",
        verification_fee_discount: "0",
        op_exp: "2026-01-31T00:00:02Z",
        timestamp: "2026-01-01T00:00:02Z",
      },
    ]);
    expect(world.faults()).toEqual([]);
  });

  const pending = (schema = {}) => {
    const market = start(schema);
    const { world, eco, applicant, root } = market;
    const id = world.start(applicant, root, ISSUER_GRANTOR);
    world.pass(SECOND);
    const refuses = (init: Partial<MsgSetParticipantOPToValidated>, by = eco) =>
      world.refuses(MsgSetParticipantOPToValidated, { ...world.by(by), id, ...init }, by.operator);
    return { ...market, id, refuses };
  };

  it("[MOD-PP-MSG-3-2] [MOD-PP-MSG-3-2-1] refuses what is malformed, unknown or not pending", () => {
    const { world, eco, id, refuses } = pending();
    const rule = "MOD-PP-MSG-3-2-1";
    expect(refuses({ id: 0n })).toMatchObject({ kind: ppErrors.missingParameter, rule });
    expect(refuses({ id: 99n })).toMatchObject({ kind: ppErrors.participantNotFound, rule });
    expect(refuses({ opSummaryDigest: "md5-x" }).kind).toBe(ppErrors.malformedDigestSri);
    expect(refuses({ validationFees: 1n << 63n }).kind).toBe(ppErrors.validationFeesOutOfRange);
    expect(refuses({ issuanceFeeDiscount: 10_001n }).kind).toBe(ppErrors.discountOutOfRange);
    expect(refuses({ verificationFeeDiscount: 1n }).kind).toBe(ppErrors.discountNotAllowed);
    expect(refuses({ effectiveUntil: world.time }).kind).toBe(ppErrors.untilNotInFuture);
    expect(refuses({ id: 1n }).kind).toBe(ppErrors.notPending);
    world.validate(eco, id);
    expect(refuses({})).toMatchObject({ kind: ppErrors.notPending, rule });
  });

  it("[D-PP-20] the end is given or that of the process, never later than it", () => {
    const { world, eco, id, refuses } = pending({
      issuerGrantorValidationValidityPeriod: { value: 10 },
    });
    const most = world.time + 10n * DAY;
    expect(refuses({ effectiveUntil: most + 1n }).kind).toBe(ppErrors.untilAfterProcess);
    world.validate(eco, id, { effectiveUntil: most - DAY });
    expect(world.participant(id)).toMatchObject({ opExp: most, effectiveUntil: most - DAY });
  });

  it("[MOD-PP-MSG-3-2-2] the validator is active and its corporation validates", () => {
    const { world, eco, root, refuses } = pending();
    const other = world.party("other");
    expect(refuses({}, other)).toMatchObject({
      kind: ppErrors.notValidator,
      rule: "MOD-PP-MSG-3-2-2",
    });
    world.send(MsgRevokeParticipant, { ...world.by(eco), id: root }, eco.operator);
    expect(refuses({})).toMatchObject({
      kind: ppErrors.validatorNotActive,
      rule: "MOD-PP-MSG-3-2-2",
    });
  });

  it("[MOD-PP-MSG-3-2-3] [D-PP-12] the deposit is paid from the fee where that is native, else from the account", () => {
    for (const [schema, rate, short] of [
      [coinOf("uvna"), undefined, 0n],
      [coinOf("ufoo"), "1", 199n],
    ] as const) {
      const world = new MarketWorld();
      const [eco, applicant] = [world.party("eco", 199n), world.party("applicant")];
      if (rate !== undefined) world.rate(schema, rate);
      world.fund(applicant.policyAddress, 1_000n, "ufoo");
      const root = world.root(eco, world.schema(eco, schema), { validationFees: 1_000n });
      const id = world.start(applicant, root, ISSUER_GRANTOR);
      if (short > 0n) {
        const message = { ...world.by(eco), id };
        expect(world.refuses(MsgSetParticipantOPToValidated, message, eco.operator)).toMatchObject({
          kind: ppErrors.insufficientFunds,
          rule: "MOD-PP-MSG-3-2-3",
        });
        world.fund(eco.policyAddress, 1n);
      }
      world.validate(eco, id);
      expect(world.holdings(eco).deposit).toBe(200n);
      expect(world.faults()).toEqual([]);
    }
  });

  it("[D-AUTHZ-03] [D-PP-22] spends the deposit of the limit that let it in", () => {
    const { world, eco, id, refuses } = pending();
    const limit = (amount: bigint) =>
      world.limit(eco, { authzSpendLimit: [{ denom: "uvna", amount }] });
    limit(199n);
    expect(refuses({}).kind).toBe(deErrors.spendLimitExceeded);
    limit(200n);
    world.validate(eco, id);
  });

  it("[D-AUTHZ-11] the validator's VS operator validates by its record, which ends with its participant", () => {
    const { world, eco, applicant, root, id } = pending();
    const grantor = { party: applicant, id };
    world.validate(eco, id);
    const vsOperator = applicant.vsOperator;
    world.send(MsgRevokeParticipant, { ...world.by(eco), id }, eco.operator);
    const types = { vsOperator, vsOperatorAuthzMsgTypes: ["SetParticipantOPtoValidated"] };
    const again = world.onboard(applicant, { party: eco, id: root }, ISSUER_GRANTOR, {
      start: types,
    });
    expect(grantor.id).not.toBe(again);
    const issuer = world.party("issuer");
    const asked = world.start(issuer, again, ISSUER);
    const message = { corporation: applicant.policyAddress, operator: vsOperator, id: asked };
    world.send(MsgSetParticipantOPToValidated, message, vsOperator);
    expect(world.participant(asked).opState).toBe(VALIDATED);
    const other = world.start(world.party("second"), again, ISSUER);
    world.send(MsgRevokeParticipant, { ...world.by(eco), id: again }, eco.operator);
    const error = world.refuses(
      MsgSetParticipantOPToValidated,
      { ...message, id: other },
      vsOperator,
    );
    expect(error.kind.codespace).toBe("de");
  });

  it("[D-PP-17] discounts are for the roles of their branch, an executor's below its grantor's", () => {
    const world = new MarketWorld();
    const [eco, grantor] = [world.party("eco"), world.party("grantor")];
    const root = world.root(eco, world.schema(eco));
    const top = { party: eco, id: root };
    const agreed = { issuanceFeeDiscount: 5_000n };
    const id = world.onboard(grantor, top, ISSUER_GRANTOR, { agreed });
    const try_ = (discount: bigint, role = ISSUER, verification = 0n) => {
      const who = world.party(`x${discount}-${role}-${verification}`);
      const asked = world.start(who, id, role);
      const message = {
        ...world.by(grantor),
        id: asked,
        issuanceFeeDiscount: discount,
        verificationFeeDiscount: verification,
      };
      return () => world.send(MsgSetParticipantOPToValidated, message, grantor.operator);
    };
    try_(5_000n)();
    try_(0n)();
    expect(try_(5_001n)).toThrow(ppErrors.discountNotAllowed.text);
    expect(try_(0n, ISSUER, 1n)).toThrow(ppErrors.discountNotAllowed.text);
    const flat = new MarketWorld();
    const owner = flat.party("eco");
    const modes = { issuerOnboardingMode: MODE.ecosystem, verifierOnboardingMode: MODE.ecosystem };
    const base = { party: owner, id: flat.root(owner, flat.schema(owner, modes)) };
    flat.onboard(flat.party("i"), base, ISSUER, { agreed: { issuanceFeeDiscount: 10_000n } });
    flat.onboard(flat.party("v"), base, VERIFIER, { agreed: { verificationFeeDiscount: 1n } });
    const wrong = { agreed: { issuanceFeeDiscount: 1n } };
    expect(() => flat.onboard(flat.party("w"), base, VERIFIER, wrong)).toThrow(
      ppErrors.discountNotAllowed.text,
    );
  });

  it("[D-PP-19] an applicant that was revoked or slashed meanwhile is not validated", () => {
    const { world, eco, applicant, id } = pending();
    world.validate(eco, id);
    world.send(MsgRenewParticipantOP, { ...world.by(applicant), id }, applicant.operator);
    world.send(MsgRevokeParticipant, { ...world.by(eco), id }, eco.operator);
    const message = { ...world.by(eco), id };
    const error = world.refuses(MsgSetParticipantOPToValidated, message, eco.operator);
    expect(error).toMatchObject({ kind: ppErrors.applicantRevoked, rule: "D-PP-19" });
    const cancel = { ...world.by(applicant), id };
    world.send(MsgCancelParticipantOPLastRequest, cancel, applicant.operator);
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-3-2-4] [D-PP-21] no other entry of the context is effective at the same time", () => {
    const { world, eco, applicant, root, id, refuses } = pending();
    const sibling = { ...world.participant(id), id: 70n, opState: 0, opCurrentFees: 0n };
    const put = (from: bigint, until: bigint | undefined) =>
      world.run((ctx) =>
        world.participants.state.participants.set(ctx, 70n, {
          ...sibling,
          opCurrentDeposit: 0n,
          effectiveFrom: from,
          effectiveUntil: until,
        }),
      );
    put(world.time + DAY, undefined);
    expect(refuses({})).toMatchObject({ kind: ppErrors.overlap, rule: "MOD-PP-MSG-3-2-4" });
    world.validate(eco, id, { effectiveUntil: world.time + DAY });
    expect([applicant.id, root]).toEqual([world.participant(id).corporationId, 1n]);
    expect(world.faults()).toEqual([]);
  });
});

describe("Renew Participant OP", () => {
  const validated = (schema = {}) => {
    const market = start(schema);
    const { world, eco, applicant, root } = market;
    const id = world.onboard(applicant, { party: eco, id: root }, ISSUER_GRANTOR, {
      agreed: { issuanceFees: 4n },
    });
    const renew = () =>
      world.send(MsgRenewParticipantOP, { ...world.by(applicant), id }, applicant.operator);
    const refuses = (init: Partial<MsgRenewParticipantOP> = {}, by = applicant) =>
      world.refuses(MsgRenewParticipantOP, { ...world.by(by), id, ...init }, by.operator);
    return { ...market, id, renew, refuses };
  };

  it("[MOD-PP-MSG-2] [MOD-PP-MSG-2-1] [MOD-PP-MSG-2-3] [D-PP-16] pays anew and waits, effective as before", () => {
    const { world, eco, applicant, root, id, renew } = validated({
      issuerGrantorValidationValidityPeriod: { value: 10 },
    });
    const before = world.participant(id);
    world.pass(DAY);
    world.events.splice(0);
    renew();
    expect(world.participant(id)).toMatchObject({
      opState: PENDING,
      deposit: 400n,
      opCurrentFees: 1_000n,
      opCurrentDeposit: 200n,
      effectiveUntil: before.effectiveUntil,
      modified: world.time,
    });
    expect(world.taken("renew_participant_op")).toEqual([
      {
        participant_id: `${id}`,
        corporation: applicant.policyAddress,
        operator: applicant.operator,
        validator_participant_id: `${root}`,
        validation_fees: "1000",
        validation_deposit: "200",
        timestamp: "2026-01-02T00:00:02Z",
      },
    ]);
    world.pass(SECOND);
    world.validate(eco, id, { issuanceFees: 4n });
    const opExp = (before.opExp ?? 0n) + 10n * DAY;
    expect(world.participant(id)).toMatchObject({
      opState: VALIDATED,
      opExp,
      effectiveUntil: opExp,
      effectiveFrom: before.effectiveFrom,
      opValidatorDeposit: 400n,
    });
    expect(world.faults()).toEqual([]);
  });

  it("[D-PP-18] a renewal repeats fees and discounts, and extends the end", () => {
    const { world, eco, id, renew } = validated({
      issuerGrantorValidationValidityPeriod: { value: 10 },
    });
    renew();
    const refuses = (init: Partial<MsgSetParticipantOPToValidated>) =>
      world.refuses(
        MsgSetParticipantOPToValidated,
        { ...world.by(eco), id, issuanceFees: 4n, ...init },
        eco.operator,
      ).kind;
    expect(refuses({ issuanceFees: 5n })).toBe(ppErrors.feesFixed);
    expect(refuses({ validationFees: 1n })).toBe(ppErrors.feesFixed);
    expect(refuses({ issuanceFeeDiscount: 1n })).toBe(ppErrors.discountFixed);
    const until = world.participant(id).effectiveUntil ?? 0n;
    expect(refuses({ effectiveUntil: until })).toBe(ppErrors.untilNotExtended);
    world.validate(eco, id, { issuanceFees: 4n, effectiveUntil: until + 1n });
  });

  it("[MOD-PP-MSG-2-2] [MOD-PP-MSG-2-2-1] [MOD-PP-MSG-2-2-2] [D-PP-15] by its owner, active, validated, with an active validator", () => {
    const { world, eco, root, id, renew, refuses } = validated();
    expect(refuses({ id: 99n })).toMatchObject({
      kind: ppErrors.participantNotFound,
      rule: "MOD-PP-MSG-2-2-1",
    });
    expect(refuses({}, eco)).toMatchObject({ kind: ppErrors.notOwner, rule: "MOD-PP-MSG-2-2-2" });
    renew();
    expect(refuses()).toMatchObject({ kind: ppErrors.notValidated, rule: "D-PP-15" });
    world.validate(eco, id, { issuanceFees: 4n });
    world.send(MsgRevokeParticipant, { ...world.by(eco), id: root }, eco.operator);
    expect(refuses()).toMatchObject({
      kind: ppErrors.validatorNotActive,
      rule: "MOD-PP-MSG-2-2-2",
    });
    world.send(MsgRevokeParticipant, { ...world.by(eco), id }, eco.operator);
    expect(refuses().kind).toBe(ppErrors.participantNotActive);
  });

  it("[MOD-PP-MSG-2-2-3] needs the fee and the deposit", () => {
    const { world, applicant, refuses } = validated();
    const rest = world.balance(applicant.policyAddress) - 1_199n;
    const coins = [{ denom: "uvna", amount: rest }];
    world.run((ctx) => world.bank.send(ctx, applicant.policyAddress, applicant.operator, coins));
    expect(refuses()).toMatchObject({
      kind: ppErrors.insufficientFunds,
      rule: "MOD-PP-MSG-2-2-3",
    });
  });
});

describe("Cancel Participant OP Last Request", () => {
  const pending = (schema: object = {}) => {
    const market = start(schema);
    const { world, applicant, root } = market;
    const id = world.start(applicant, root, ISSUER_GRANTOR);
    const cancel = () =>
      world.send(
        MsgCancelParticipantOPLastRequest,
        { ...world.by(applicant), id },
        applicant.operator,
      );
    const refuses = (init: Partial<MsgCancelParticipantOPLastRequest> = {}, by = applicant) =>
      world.refuses(
        MsgCancelParticipantOPLastRequest,
        { ...world.by(by), id, ...init },
        by.operator,
      );
    return { ...market, id, cancel, refuses };
  };

  it("[MOD-PP-MSG-6] [MOD-PP-MSG-6-1] [MOD-PP-MSG-6-3] [D-PP-24] [D-PP-25] gives the fee back and the deposit's credit, and ends what never was validated", () => {
    const { world, applicant, id, cancel } = pending();
    const before = world.holdings(applicant);
    world.events.splice(0);
    cancel();
    expect(world.participant(id)).toMatchObject({
      opState: TERMINATED,
      opCurrentFees: 0n,
      opCurrentDeposit: 0n,
      deposit: 0n,
    });
    const after = world.holdings(applicant);
    expect(after.account - before.account).toBe(1_000n);
    expect(after).toMatchObject({ deposit: 200n, refunded: 200n });
    expect(world.taken("cancel_participant_op_last_request")).toEqual([
      {
        participant_id: `${id}`,
        corporation: applicant.policyAddress,
        operator: applicant.operator,
        timestamp: "2026-01-01T00:00:01Z",
      },
    ]);
    expect(world.faults()).toEqual([]);
  });

  it("[D-PP-23] a renewal that is cancelled leaves the entry as it was, without a period too", () => {
    const { world, eco, applicant, id, cancel } = pending();
    world.validate(eco, id);
    world.pass(DAY);
    world.send(MsgRenewParticipantOP, { ...world.by(applicant), id }, applicant.operator);
    cancel();
    expect(world.participant(id)).toMatchObject({ opState: VALIDATED, deposit: 200n });
    expect(world.faults()).toEqual([]);
  });

  it("[MOD-PP-MSG-6-2] [MOD-PP-MSG-6-2-1] [MOD-PP-MSG-6-2-2] [D-PP-26] by its owner while it is pending, and no slash is owed", () => {
    const { world, eco, applicant, id, cancel, refuses } = pending();
    const rule = "MOD-PP-MSG-6-2-1";
    expect(refuses({ id: 99n })).toMatchObject({ kind: ppErrors.participantNotFound, rule });
    expect(refuses({}, eco)).toMatchObject({ kind: ppErrors.notOwner, rule });
    const p = world.participant(id);
    const put = (slashedDeposit: bigint) =>
      world.run((ctx) =>
        world.participants.state.participants.set(ctx, id, { ...p, slashedDeposit }),
      );
    put(1n);
    expect(refuses()).toMatchObject({ kind: ppErrors.ownSlashNotRepaid, rule });
    put(0n);
    world.run((ctx) => world.deposits.adjust(ctx, applicant, 100n));
    world.govern(MsgSlashTrustDeposit, { corporationId: applicant.id, deposit: 1n });
    expect(refuses().kind).toBe(tdErrors.slashNotRepaid);
    const free = pending(coinOf("uvna"));
    free.cancel();
    expect(free.refuses()).toMatchObject({ kind: ppErrors.notPending, rule });
    expect(cancel).toThrow();
  });
});
