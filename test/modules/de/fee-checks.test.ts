import { beforeEach, describe, expect, it } from "vitest";
import type { SigningCorporation } from "../../../src/keeper/authority.js";
import { deErrors, type FeeMessage } from "../../../src/modules/de/index.js";
import { BOB, CAROL, DAY } from "../../support/registry-world.js";
import { RESOLVER, SESSION, uvna, VALIDATE, type VsMessage, VsWorld } from "./vs-world.js";

const CREATE = "/verana.ec.v1.MsgCreateEcosystem";
const DIGEST = "/verana.di.v1.MsgStoreDigest";
const SECOND = 1_000_000_000n;

let world: VsWorld;
let one: SigningCorporation;

beforeEach(() => {
  world = new VsWorld();
  one = world.signing();
});

const signed = (typeUrl: string, value: object, signer = BOB): FeeMessage => ({
  typeUrl,
  value,
  signers: [signer],
});
const create = (corporation = one.policyAddress, signer = BOB) =>
  signed(CREATE, { corporation, operator: signer }, signer);

const use = (amount: bigint, messages: readonly FeeMessage[], payer = BOB) => ({
  granter: one.policyAddress,
  payer,
  fee: uvna(amount),
  messages,
});

const pays = (amount: bigint, ...messages: readonly FeeMessage[]): boolean =>
  world.run((ctx) => world.keeper.payFee(ctx, use(amount, messages)));

/** The rule and the name of a refusal, which leaves nothing behind in the end. */
const refused = (amount: bigint, ...messages: readonly FeeMessage[]) => {
  const { rule, kind } = world.rolledBack((ctx) => world.keeper.payFee(ctx, use(amount, messages)));
  expect(kind.codespace).toBe("de");
  return [rule, kind.name];
};

const left = () => world.feeGrant(BOB)?.remainingSpend[0]?.amount;

describe("the fee of an operator", () => {
  /** Fees up to ten a day, for two types of messages. */
  const limited = (change: object = {}) =>
    world.run((ctx) =>
      world.keeper.fees.grant(ctx, {
        corporation: one,
        grantee: BOB,
        msgTypes: [CREATE, DIGEST],
        expiration: world.time + DAY,
        spendLimit: uvna(10n),
        period: undefined,
        ...change,
      }),
    );

  it("[AUTHZ-CHECK-2] [D-AUTHZ-06] is taken off the fee grant, with the recorded events", () => {
    limited();
    world.taken("");
    expect(pays(4n, create())).toBe(true);
    expect(left()).toBe(6n);
    const events = world.events.map(({ type }) => type);
    expect(events.slice(-2)).toEqual(["use_feegrant", "update_feegrant"]);
    expect(pays(2n, create(), create())).toBe(true);
    expect(left()).toBe(4n);
  });

  it("[D-AUTHZ-06] takes no time worth naming under a limit of very many denominations", () => {
    const coins = (amount: bigint) =>
      Array.from({ length: 50_000 }, (_, i) => ({ denom: `a${100_000 + i}`, amount }));
    limited({ spendLimit: coins(3n) });
    const started = process.cpuUsage();
    const fee = { ...use(0n, [create()]), fee: coins(2n) };
    expect(world.run((ctx) => world.keeper.payFee(ctx, fee))).toBe(true);
    expect(refused(1n, create())).toEqual(["AUTHZ-CHECK-2", "feeLimitExceeded"]);
    expect(world.feeGrant(BOB)?.remainingSpend).toEqual(coins(1n));
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });

  it("[D-AUTHZ-08] is none of delegation's business where it made no grant", () => {
    expect(pays(4n, create())).toBe(false);
    limited();
    const other = use(4n, [create()], CAROL);
    expect(world.run((ctx) => world.keeper.payFee(ctx, other))).toBe(false);
  });

  it("[AUTHZ-CHECK-2] [D-AUTHZ-08] is refused for a type that was not granted, one message among others included", () => {
    limited();
    const other = signed(RESOLVER, { corporation: one.policyAddress });
    expect(refused(1n, other)).toEqual(["AUTHZ-CHECK-2", "feeTypeNotGranted"]);
    expect(refused(1n, create(), other)).toEqual(["AUTHZ-CHECK-2", "feeTypeNotGranted"]);
    const exec = signed("/cosmos.authz.v1beta1.MsgExec", { grantee: BOB, msgs: [] });
    expect(refused(1n, exec)).toEqual(["AUTHZ-CHECK-2", "feeTypeNotGranted"]);
  });

  it("[D-AUTHZ-08] is refused for another corporation and for messages of other signers", () => {
    limited();
    const two = world.signing("did:example:two");
    expect(refused(1n, create(two.policyAddress))).toEqual(["D-AUTHZ-08", "feeOfAnother"]);
    expect(refused(1n, create("2"))).toEqual(["D-AUTHZ-08", "feeOfAnother"]);
    expect(refused(1n, create(""))).toEqual(["D-AUTHZ-08", "feeOfAnother"]);
    expect(refused(1n, create(), create(one.policyAddress, CAROL))).toEqual([
      "D-AUTHZ-08",
      "feeSignerMismatch",
    ]);
    const both = { ...create(), signers: [BOB, CAROL] };
    expect(refused(1n, both)).toEqual(["D-AUTHZ-08", "feeSignerMismatch"]);
    expect(pays(1n, create(one.id.toString()))).toBe(true);
    // The wire calls the corporation of a digest its authority.
    expect(pays(1n, signed(DIGEST, { authority: one.policyAddress }))).toBe(true);
    expect(refused(1n, signed(DIGEST, { authority: two.policyAddress }))).toEqual([
      "D-AUTHZ-08",
      "feeOfAnother",
    ]);
  });

  it("[AUTHZ-CHECK-2] is refused above what remains, and in a denomination without limit", () => {
    limited();
    expect(pays(7n, create())).toBe(true);
    expect(refused(4n, create())).toEqual(["AUTHZ-CHECK-2", "feeLimitExceeded"]);
    const foreign = { ...use(0n, [create()]), fee: [{ denom: "uother", amount: 1n }] };
    const { kind } = world.rolledBack((ctx) => world.keeper.payFee(ctx, foreign));
    expect(kind).toBe(deErrors.feeLimitExceeded);
    expect(left()).toBe(3n);
  });

  it("[AUTHZ-CHECK-2] exhausts a grant that does not renew, which is gone then", () => {
    limited();
    expect(pays(10n, create())).toBe(true);
    expect(world.feeGrant(BOB)).toBeUndefined();
    expect(world.events.slice(-2).map(({ type }) => type)).toEqual([
      "revoke_feegrant",
      "use_feegrant",
    ]);
    expect(pays(1n, create())).toBe(false);
  });

  it("[D-WIRE-03] keeps a denomination that is used up beside another", () => {
    const both = [{ denom: "abc", amount: 2n }, ...uvna(10n)];
    limited({ spendLimit: both });
    pays(10n, create());
    expect(world.feeGrant(BOB)?.remainingSpend).toEqual([
      { denom: "abc", amount: 2n },
      { denom: "uvna", amount: 0n },
    ]);
    expect(refused(1n, create())).toEqual(["AUTHZ-CHECK-2", "feeLimitExceeded"]);
  });

  it("[AUTHZ-CHECK-2] [D-AUTHZ-04] renews with its period from the moment of use, and stays when used up", () => {
    limited({ period: DAY });
    expect(pays(10n, create())).toBe(true);
    expect(left()).toBe(0n);
    world.pass(DAY - SECOND);
    expect(refused(1n, create())).toEqual(["AUTHZ-CHECK-2", "feeLimitExceeded"]);
    world.pass(SECOND + 5n);
    expect(pays(3n, create())).toBe(true);
    expect(world.feeGrant(BOB)).toMatchObject({
      remainingSpend: uvna(7n),
      expiration: world.time + DAY,
    });
    world.pass(9n * DAY);
    expect(pays(1n, create())).toBe(true);
    expect(world.feeGrant(BOB)?.expiration).toBe(world.time + DAY);
  });

  it("[AUTHZ-CHECK-2] [D-AUTHZ-04] ends at its expiration without a period, that moment included", () => {
    limited();
    world.pass(DAY - 1n);
    expect(pays(1n, create())).toBe(true);
    world.pass(1n);
    expect(refused(1n, create())).toEqual(["AUTHZ-CHECK-2", "feeGrantExpired"]);
  });

  it("[D-AUTHZ-06] without a limit is paid whatever it is", () => {
    limited({ spendLimit: [] });
    expect(pays(10n ** 15n, create())).toBe(true);
    expect(world.feeGrant(BOB)?.spendLimit).toEqual([]);
  });

  it("[AUTHZ-CHECK-2] [D-AUTHZ-02] of a group's operator is paid by the policy that granted, before there is a corporation", () => {
    const policy = world.group(CAROL);
    world.run((ctx) =>
      world.keeper.fees.grant(ctx, {
        corporation: { id: 2n, policyAddress: policy },
        grantee: BOB,
        msgTypes: ["/vpr.co.v1.MsgRegisterCorporation"],
        expiration: undefined,
        spendLimit: [],
        period: undefined,
      }),
    );
    const register = (corporation: string) =>
      signed("/vpr.co.v1.MsgRegisterCorporation", { corporation, operator: BOB });
    const fee = (corporation: string) => ({
      ...use(1n, [register(corporation)]),
      granter: policy,
    });
    expect(world.run((ctx) => world.keeper.payFee(ctx, fee(policy)))).toBe(true);
    const { kind } = world.rolledBack((ctx) => world.keeper.payFee(ctx, fee("2")));
    expect(kind).toBe(deErrors.feeOfAnother);
  });
});

describe("the fee of a VS operator", () => {
  const session = (participant: bigint, corporation = one.policyAddress) =>
    signed(SESSION, { participant, corporation, operator: BOB } satisfies VsMessage);

  const record = (id: bigint, change: object = {}) => {
    world.active.add(id);
    world.record(one, id, {
      withFeegrant: true,
      feeSpendLimit: uvna(10n),
      expiration: world.time + DAY,
      ...change,
    });
  };
  const balance = (id: bigint) => world.stored(id)?.remainingFeeSpend[0]?.amount;

  beforeEach(() => {
    world.keeper.vsOperator<VsMessage>(SESSION, "MOD-PP-MSG-10-2", { primary: world.primary });
    world.keeper.operatorOrVsOperator<VsMessage>(VALIDATE, "MOD-PP-MSG-3-2", {
      primary: world.primary,
      amounts: () => [],
    });
  });

  it("[AUTHZ-CHECK-4] [D-AUTHZ-07] is taken off the record of the participant that the message is about, and says so", () => {
    record(1n);
    record(2n);
    world.taken("");
    expect(pays(4n, session(1n))).toBe(true);
    expect([balance(1n), balance(2n)]).toEqual([6n, 10n]);
    expect(world.events.map(({ type }) => type)).toEqual([
      "use_feegrant",
      "update_feegrant",
      "vs_operator_authorization_updated",
    ]);
    expect(world.taken("vs_operator_authorization_updated")).toEqual([
      { vsoa_id: "1", participant_id: "1" },
    ]);
  });

  it("[AUTHZ-CHECK-4] is refused above what the record has left, and in other denominations", () => {
    record(1n);
    expect(pays(10n, session(1n))).toBe(true);
    expect(balance(1n)).toBe(0n);
    expect(refused(1n, session(1n))).toEqual(["AUTHZ-CHECK-4", "recordFeeExceeded"]);
    record(2n, { feeSpendLimit: [] });
    expect(pays(10n ** 12n, session(2n))).toBe(true);
  });

  it("[AUTHZ-CHECK-4] is refused for a record without fees, beside one with", () => {
    record(1n);
    record(2n, { withFeegrant: false });
    expect(refused(1n, session(2n))).toEqual(["AUTHZ-CHECK-4", "recordWithoutFees"]);
  });

  it("[AUTHZ-CHECK-4] is refused where there is no record, or it is of another", () => {
    record(1n);
    expect(refused(1n, session(9n))).toEqual(["AUTHZ-CHECK-4", "recordNotFound"]);
    world.active.add(5n);
    world.record(one, 5n, { withFeegrant: true }, CAROL);
    expect(refused(1n, session(5n))).toEqual(["AUTHZ-CHECK-4", "recordOfAnother"]);
  });

  it("[AUTHZ-CHECK-4] is refused for a message that no record can be found from", () => {
    record(1n, { msgTypes: [SESSION, CREATE] });
    expect(refused(1n, create())).toEqual(["AUTHZ-CHECK-4", "recordNotFound"]);
  });

  it("[AUTHZ-CHECK-4] [AUTHZ-CHECK-3] is refused for a type that the record does not have, though another record has it", () => {
    record(1n);
    record(2n, { msgTypes: [VALIDATE] });
    const validate = signed(VALIDATE, { participant: 1n, corporation: one.policyAddress });
    expect(refused(1n, validate)).toEqual(["AUTHZ-CHECK-3", "recordTypeNotGranted"]);
    const other = signed(VALIDATE, { participant: 2n, corporation: one.policyAddress });
    expect(pays(1n, other)).toBe(true);
  });

  it("[D-AUTHZ-08] is paid for one message a transaction", () => {
    record(1n);
    expect(refused(1n, session(1n), session(1n))).toEqual(["D-AUTHZ-08", "feeSeveralMessages"]);
  });

  it("[D-AUTHZ-10] [AUTHZ-CHECK-4] is refused while the participant is not active, which renews nothing", () => {
    record(1n, { period: DAY });
    record(2n, { expiration: undefined });
    world.active.delete(1n);
    expect(refused(1n, session(1n))).toEqual(["D-AUTHZ-10", "recordParticipantInactive"]);
    world.pass(2n * DAY);
    expect(refused(1n, session(1n))).toEqual(["D-AUTHZ-10", "recordParticipantInactive"]);
  });

  it("[AUTHZ-CHECK-4] [D-AUTHZ-04] renews the record with the fee that finds its cycle ended", () => {
    record(1n, { period: DAY });
    record(2n, { expiration: undefined });
    expect(pays(10n, session(1n))).toBe(true);
    world.pass(DAY);
    expect(pays(4n, session(1n))).toBe(true);
    expect(world.stored(1n)).toMatchObject({
      remainingFeeSpend: uvna(6n),
      expiration: world.time + DAY,
    });
  });

  it("[AUTHZ-CHECK-2] [D-DE-06] is refused when the last record with fees has ended", () => {
    record(1n, { period: DAY });
    world.pass(DAY);
    expect(refused(1n, session(1n))).toEqual(["AUTHZ-CHECK-2", "feeGrantExpired"]);
  });

  it("[D-AUTHZ-08] is refused for another corporation than the one that pays", () => {
    record(1n);
    const two = world.signing("did:example:two");
    expect(refused(1n, session(1n, two.policyAddress))).toEqual(["D-AUTHZ-08", "feeOfAnother"]);
  });
});
