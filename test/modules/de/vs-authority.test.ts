import { beforeEach, describe, expect, it } from "vitest";
import type {
  CorporationOperator,
  Signer,
  SigningCorporation,
} from "../../../src/keeper/authority.js";
import type { Coin } from "../../../src/keeper/coins.js";
import type { WriteContext } from "../../../src/keeper/context.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { BOB, CAROL, DAVE, DAY } from "../../support/registry-world.js";
import { SESSION, uvna, VALIDATE, type VsMessage, VsWorld } from "./vs-world.js";

const RULE = "MOD-PP-MSG-3-2-1";

describe("authority of VS operators", () => {
  let world: VsWorld;
  let one: SigningCorporation;
  let two: SigningCorporation;

  beforeEach(() => {
    world = new VsWorld();
    one = world.signing();
    two = world.signing("did:example:two", CAROL);
    world.active.add(7n).add(8n);
  });

  const said = (given: Partial<VsMessage> = {}): VsMessage => ({
    corporation: one.policyAddress,
    operator: BOB,
    participant: 7n,
    ...given,
  });
  const signer = (account = BOB): Signer => ({ account, via: "transaction" });
  /** The middleware of a session message, and what it refuses. */
  const enter = (ctx: WriteContext, given: Partial<VsMessage> = {}, type = SESSION) => {
    const message = said(given);
    const authorize = world.keeper.vsOperator<VsMessage>(type, RULE, { primary: world.primary });
    return authorize(ctx, message, signer(message.operator));
  };
  const refused = (given: Partial<VsMessage> = {}, type = SESSION) => {
    const { kind, rule } = world.refused((ctx) => enter(ctx, given, type));
    return [kind, rule];
  };

  it("[AUTHZ-CHECK-3] lets a VS operator act for the participant whose record it has", () => {
    world.record(one, 7n);
    expect(world.run((ctx) => enter(ctx))).toEqual({
      corporation: one,
      operator: BOB,
      viaRecord: 7n,
    });
  });

  it("[AUTHZ-CHECK-3] refuses a participant without record, and the record of another", () => {
    const check = "AUTHZ-CHECK-3";
    expect(refused()).toEqual([deErrors.recordNotFound, check]);
    world.record(one, 7n);
    expect(refused({ operator: DAVE })).toEqual([deErrors.recordOfAnother, check]);
    const other = { corporation: two.policyAddress };
    expect(refused(other)).toEqual([deErrors.recordOfAnother, check]);
    expect(refused({ participant: 8n })).toEqual([deErrors.recordNotFound, check]);
  });

  it("[AUTHZ-CHECK-3] refuses a message type that the record does not have", () => {
    world.record(one, 7n);
    expect(refused({}, VALIDATE)).toEqual([deErrors.recordTypeNotGranted, "AUTHZ-CHECK-3"]);
  });

  it("[D-AUTHZ-01] asks for the signer and the registration first", () => {
    const authorize = world.keeper.vsOperator<VsMessage>(SESSION, RULE, { primary: world.primary });
    const foreign = world.refused((ctx) => authorize(ctx, said(), signer(CAROL)));
    expect([foreign.kind, foreign.rule]).toEqual([deErrors.signerMismatch, RULE]);
    expect(refused({ corporation: "99" })).toEqual([
      deErrors.corporationNotRegistered,
      "AUTHZ-CHECK-5",
    ]);
  });

  it("[AUTHZ-CHECK-3] [D-AUTHZ-04] refuses a record without period from its expiration on", () => {
    world.record(one, 7n, { expiration: world.time + DAY });
    world.pass(DAY - 1n);
    world.run((ctx) => enter(ctx));
    world.pass(1n);
    expect(refused()).toEqual([deErrors.recordExpired, "AUTHZ-CHECK-3"]);
  });

  it("[D-AUTHZ-09] never ends a record without expiration, with a period or without", () => {
    world.record(one, 7n, { period: DAY });
    world.pass(1000n * DAY);
    const before = world.dump();
    world.run((ctx) => enter(ctx));
    expect(world.dump()).toBe(before);
  });

  it("[D-AUTHZ-04] starts both limits of an ended cycle again from now", () => {
    world.record(one, 7n, {
      period: DAY,
      expiration: world.time + DAY,
      spendLimit: uvna(9n),
      feeSpendLimit: uvna(4n),
    });
    world.run((ctx) => world.keeper.debit(ctx, enter(ctx), uvna(5n)));
    expect(world.stored(7n)?.remainingSpend).toEqual(uvna(4n));
    world.pass(3n * DAY + 7n);
    world.taken("");
    world.run((ctx) => enter(ctx));
    expect(world.stored(7n)).toMatchObject({
      expiration: world.time + DAY,
      remainingSpend: uvna(9n),
      remainingFeeSpend: uvna(4n),
    });
    expect(world.taken("vs_operator_authorization_updated")).toEqual([
      { vsoa_id: "1", participant_id: "7" },
    ]);
  });

  it("[D-AUTHZ-10] does not renew the record of a participant that is not active", () => {
    world.record(one, 7n, { period: DAY, expiration: world.time });
    world.active.delete(7n);
    expect(refused()).toEqual([deErrors.recordParticipantInactive, "D-AUTHZ-10"]);
    world.active.add(7n);
    world.run((ctx) => enter(ctx));
    expect(world.stored(7n)?.expiration).toBe(world.time + DAY);
  });

  describe("spending by a record", () => {
    it("[AUTHZ-CHECK-3] [D-AUTHZ-03] takes what is spent off the record, and refuses more than is left", () => {
      world.record(one, 7n, { spendLimit: uvna(10n) });
      world.run((ctx) => world.keeper.debit(ctx, enter(ctx), uvna(10n)));
      expect(world.stored(7n)?.remainingSpend).toEqual(uvna(0n));
      expect(world.taken("vs_operator_authorization_updated")).toHaveLength(1);
      for (const amounts of [uvna(1n), [{ denom: "ufoo", amount: 1n }]]) {
        const error = world.refused((ctx) => world.keeper.ensureCanSpend(ctx, enter(ctx), amounts));
        expect([error.kind, error.rule]).toEqual([deErrors.recordSpendExceeded, "AUTHZ-CHECK-3"]);
        expect(world.refused((ctx) => world.keeper.debit(ctx, enter(ctx), amounts)).kind).toBe(
          error.kind,
        );
      }
    });

    it("[D-AUTHZ-03] lets everything be spent without a limit, and nothing cost nothing", () => {
      world.record(one, 7n);
      world.record(one, 8n, { spendLimit: uvna(1n) });
      const before = world.dump();
      world.run((ctx) => world.keeper.debit(ctx, enter(ctx), uvna(1n << 62n)));
      world.run((ctx) => world.keeper.debit(ctx, enter(ctx, { participant: 8n }), uvna(0n)));
      expect(world.dump()).toBe(before);
    });

    it("[D-AUTHZ-11] leaves the authorizations of other paths alone", () => {
      world.record(one, 7n, { spendLimit: uvna(10n) });
      world.record(one, 8n, { spendLimit: uvna(10n) });
      world.run((ctx) => world.keeper.debit(ctx, enter(ctx), uvna(4n)));
      expect(world.stored(8n)?.remainingSpend).toEqual(uvna(10n));
    });
  });

  describe("either path", () => {
    const either = (ctx: WriteContext, amounts: readonly Coin[] = [], account = BOB) =>
      world.keeper.operatorOrVsOperator<VsMessage>(VALIDATE, RULE, {
        primary: world.primary,
        amounts: () => amounts,
      })(ctx, said({ operator: account }), signer(account));
    const via = (by: CorporationOperator) => by.viaRecord;
    const validate = { msgTypes: [VALIDATE] };

    it("[D-AUTHZ-11] tries the operator's authorization first, and then the record", () => {
      world.grant(one.policyAddress, { grantee: CAROL, ...validate });
      world.record(one, 7n, validate);
      expect(via(world.run((ctx) => either(ctx, [], CAROL)))).toBeUndefined();
      expect(via(world.run((ctx) => either(ctx)))).toBe(7n);
    });

    it("[D-AUTHZ-11] tells who has the record why it does not help, and others why their authorization does not", () => {
      world.record(one, 7n, { ...validate, expiration: world.time, spendLimit: uvna(1n) });
      const mine = world.refused((ctx) => either(ctx));
      expect([mine.kind, mine.rule]).toEqual([deErrors.recordExpired, "AUTHZ-CHECK-3"]);
      const other = world.refused((ctx) => either(ctx, [], DAVE));
      expect([other.kind, other.rule]).toEqual([deErrors.authorizationNotFound, "AUTHZ-CHECK-1"]);
      world.run((ctx) => world.keeper.updateVsOperatorExpiration(ctx, 7n, undefined));
      const spent = world.refused((ctx) => either(ctx, uvna(2n)));
      expect([spent.kind, spent.rule]).toEqual([deErrors.recordSpendExceeded, "AUTHZ-CHECK-3"]);
      expect(via(world.run((ctx) => either(ctx, uvna(1n))))).toBe(7n);
    });

    it("[D-AUTHZ-11] forgets what the path that failed has renewed", () => {
      world.grant(one.policyAddress, {
        grantee: CAROL,
        ...validate,
        authzSpendLimit: uvna(3n),
        authzSpendLimitPeriod: DAY,
        expiration: world.time + DAY,
      });
      world.pass(2n * DAY);
      const before = world.dump();
      world.refused((ctx) => either(ctx, uvna(4n), CAROL));
      expect(world.dump()).toBe(before);
      world.run((ctx) => either(ctx, uvna(3n), CAROL));
      expect(world.dump()).not.toBe(before);
    });
  });
});
