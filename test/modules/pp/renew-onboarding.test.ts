import { describe, expect, it } from "vitest";
import {
  MsgCancelParticipantOPLastRequest,
  MsgRenewParticipantOP,
  MsgRevokeParticipant,
  MsgSetParticipantOPToValidated,
  OnboardingState,
  ParticipantRole,
} from "../../../src/gen/verana/pp/v1.js";
import { MsgSlashTrustDeposit } from "../../../src/gen/verana/td/v1.js";
import { MsgUpdateModuleParameters } from "../../../src/gen/vpr/params/v1.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ppErrors } from "../../../src/modules/pp/index.js";
import { tdErrors } from "../../../src/modules/td/index.js";
import { DAY, SECOND } from "../../support/registry-world.js";
import { coinOf } from "./market-world.js";
import { start } from "./onboarding-world.js";

const { ISSUER_GRANTOR } = ParticipantRole;
const { PENDING, VALIDATED, TERMINATED } = OnboardingState;

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

  it("[D-PP-20] a renewal that is validated when its new period is over too is refused", () => {
    const { world, eco, id, renew } = validated({
      issuerGrantorValidationValidityPeriod: { value: 10 },
    });
    const { opExp = 0n } = world.participant(id);
    renew();
    world.pass(opExp + 10n * DAY - world.time);
    const message = { ...world.by(eco), id, issuanceFees: 4n };
    expect(world.refuses(MsgSetParticipantOPToValidated, message, eco.operator)).toMatchObject({
      kind: ppErrors.untilNotInFuture,
      rule: "D-PP-20",
    });
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

  it("[D-AUTHZ-03] spends fee and deposit of the operator's limit, and nothing beyond it", () => {
    const { world, applicant, renew, refuses } = validated();
    const limit = (amount: bigint) =>
      world.limit(applicant, { authzSpendLimit: [{ denom: "uvna", amount }] });
    limit(1_199n);
    expect(refuses().kind).toBe(deErrors.spendLimitExceeded);
    limit(1_200n);
    renew();
    expect(world.faults()).toEqual([]);
  });

  it("[D-GEN-20] what a participant deposited in sum stays below 2^63", () => {
    const { world, eco, applicant, root } = start({}, 1n << 62n);
    const params = [{ key: "trust_deposit_rate", value: "1" }];
    world.govern(MsgUpdateModuleParameters, { module: "td", params });
    world.fund(applicant.policyAddress, 1n << 65n);
    const id = world.onboard(applicant, { party: eco, id: root }, ISSUER_GRANTOR);
    const message = { ...world.by(applicant), id };
    expect(world.refuses(MsgRenewParticipantOP, message, applicant.operator)).toMatchObject({
      kind: ppErrors.amountOutOfRange,
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

  it("[MOD-PP-MSG-6-3] a request that cost nothing is cancelled as any other", () => {
    const { world, applicant, root } = start({}, 0n);
    const id = world.start(applicant, root, ISSUER_GRANTOR, {
      vsOperator: applicant.vsOperator,
      vsOperatorAuthzMsgTypes: ["SetParticipantOPtoValidated"],
    });
    const before = world.holdings(applicant);
    const message = { ...world.by(applicant), id };
    world.send(MsgCancelParticipantOPLastRequest, message, applicant.operator);
    expect(world.participant(id)).toMatchObject({ opState: TERMINATED, deposit: 0n });
    expect(world.holdings(applicant)).toEqual(before);
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
