import { describe, expect, it } from "vitest";
import {
  MsgCancelParticipantOPLastRequest,
  MsgRenewParticipantOP,
  MsgRevokeParticipant,
  MsgSetParticipantOPToValidated,
  OnboardingState,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import {
  MsgRepaySlashedTrustDeposit,
  MsgSlashTrustDeposit,
} from "../../../src/gen/verana/td/v1.js";
import { MsgUpdateModuleParameters } from "../../../src/gen/vpr/params/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { DAY, DIGEST, SECOND } from "../../support/registry-world.js";
import { coinOf, MarketWorld, MODE } from "./market-world.js";
import { start } from "./onboarding-world.js";

const { ISSUER, VERIFIER, ISSUER_GRANTOR } = ParticipantRole;
const { VALIDATED } = OnboardingState;

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
    const other = pending({ issuerGrantorValidationValidityPeriod: { value: 10 } });
    other.world.validate(other.eco, other.id, { effectiveUntil: most });
    expect(other.world.participant(other.id)).toMatchObject({ effectiveUntil: most });
  });

  it("[D-PP-20] a process that would last beyond the year 9999 is not validated", () => {
    const world = new MarketWorld();
    const [eco, applicant] = [world.party("eco"), world.party("applicant")];
    const key = "credential_schema_issuer_grantor_validation_validity_period_max_days";
    const params = [{ key, value: "3000000" }];
    world.govern(MsgUpdateModuleParameters, { module: "cs", params });
    const schema = { issuerGrantorValidationValidityPeriod: { value: 2_900_000 } };
    const root = world.root(eco, world.schema(eco, schema));
    const id = world.onboard(applicant, { party: eco, id: root }, ISSUER_GRANTOR);
    world.send(MsgRenewParticipantOP, { ...world.by(applicant), id }, applicant.operator);
    const again = { ...world.by(eco), id };
    expect(world.refuses(MsgSetParticipantOPToValidated, again, eco.operator)).toMatchObject({
      kind: ppErrors.timeOutOfRange,
      rule: "MOD-PP-MSG-3-2-1",
    });
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

  it("[D-TD-01] a validator that governance slashed repays before it validates what it deposits for", () => {
    const { world, eco, id, refuses } = pending();
    world.run((ctx) => world.deposits.adjust(ctx, eco, 100n));
    world.govern(MsgSlashTrustDeposit, { corporationId: eco.id, deposit: 1n });
    const kind = tdErrors.slashNotRepaid;
    expect(refuses({})).toMatchObject({ kind, rule: "MOD-TD-MSG-1-3" });
    const repay = { ...world.by(eco), deposit: 1n };
    world.send(MsgRepaySlashedTrustDeposit, repay, eco.operator);
    world.validate(eco, id);
    expect(world.faults()).toEqual([]);
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
