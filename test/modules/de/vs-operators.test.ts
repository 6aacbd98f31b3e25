import { beforeEach, describe, expect, it } from "vitest";
import type { SigningCorporation } from "../../../src/keeper/authority.js";
import { freeGas, TxGasMeter } from "../../../src/keeper/gas.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { BOB, CAROL, DAVE, DAY } from "../../support/registry-world.js";
import { RESOLVER, SESSION, uvna, VALIDATE, VsWorld } from "./vs-world.js";

describe("records of VS operators", () => {
  let world: VsWorld;
  let one: SigningCorporation;
  let two: SigningCorporation;

  beforeEach(() => {
    world = new VsWorld();
    one = world.signing();
    two = world.signing("did:example:two", CAROL);
    world.taken("");
  });

  const listed = () => world.spec("/de/v1/vs-authz/list");
  const refused = (...given: Parameters<VsWorld["record"]>) =>
    world.refused(() => world.record(...given));

  describe("granting", () => {
    it("[MOD-DE-MSG-5] [MOD-DE-MSG-5-1] [MOD-DE-MSG-5-4] keeps one record a participant, with balances from the limits", () => {
      world.record(one, 7n, {
        spendLimit: [{ denom: "uvna", amount: 9n }, ...[{ denom: "ufoo", amount: 2n }]],
        feeSpendLimit: uvna(3n),
        period: DAY,
        expiration: world.time + DAY,
      });
      world.record(one, 8n);
      expect(listed()).toEqual({
        vs_operator_authorizations: [
          {
            id: "1",
            corporation: "1",
            vs_operator: BOB,
            records: [
              {
                participant_id: "7",
                msg_types: [SESSION],
                spend_limit: [
                  { denom: "ufoo", amount: "2" },
                  { denom: "uvna", amount: "9" },
                ],
                remaining_spend: [
                  { denom: "ufoo", amount: "2" },
                  { denom: "uvna", amount: "9" },
                ],
                fee_spend_limit: [{ denom: "uvna", amount: "3" }],
                remaining_fee_spend: [{ denom: "uvna", amount: "3" }],
                with_feegrant: false,
                expiration: "2026-01-02T00:00:00.000Z",
                period: "86400s",
              },
              {
                participant_id: "8",
                msg_types: [SESSION],
                spend_limit: [],
                remaining_spend: [],
                fee_spend_limit: [],
                remaining_fee_spend: [],
                with_feegrant: false,
                expiration: null,
                period: null,
              },
            ],
          },
        ],
      });
    });

    it("[MOD-DE-MSG-5-4] tells the wire's event, with the record's authorization", () => {
      world.record(one, 7n);
      expect(world.taken("grant_vs_operator_authorization")).toEqual([
        {
          vsoa_id: "1",
          corporation_id: "1",
          vs_operator: BOB,
          participant_id: "7",
          timestamp: "2026-01-01T00:00:00Z",
        },
      ]);
    });

    it("[MOD-DE-MSG-5-2] refuses a second record of a participant, whoever holds the first", () => {
      world.record(one, 7n);
      for (const [corporation, account] of [
        [one, BOB],
        [two, DAVE],
      ] as const) {
        const error = refused(corporation, 7n, {}, account);
        expect([error.kind, error.rule]).toEqual([deErrors.recordExists, "MOD-DE-MSG-5-2"]);
      }
    });

    it("[MOD-DE-MSG-5-2] refuses what is missing and what cannot be delegated", () => {
      expect(refused(one, 7n, {}, "").kind).toBe(deErrors.missingParameter);
      expect(refused(one, 7n, {}, "bob").kind).toBe(deErrors.malformedVsOperator);
      expect(refused(one, 0n).kind).toBe(deErrors.missingParameter);
      expect(refused(one, 7n, { msgTypes: [] }).kind).toBe(deErrors.missingParameter);
      const send = "/cosmos.bank.v1beta1.MsgSend";
      expect(refused(one, 7n, { msgTypes: [SESSION, send] }).kind).toBe(deErrors.notDelegable);
    });

    it("[D-DE-04] [D-GEN-19] takes session messages, by short names too, each type once", () => {
      const msgTypes = ["createorupdateparticipantsession", SESSION, "TriggerResolver"];
      world.record(one, 7n, { msgTypes });
      expect(world.stored(7n)?.msgTypes).toEqual([SESSION, RESOLVER]);
    });

    it("[D-DE-09] refuses malformed limits, periods that are not above 0 and times beyond the calendar", () => {
      const zero = uvna(0n);
      expect(refused(one, 7n, { spendLimit: zero }).kind).toBe(deErrors.malformedRecordLimit);
      expect(refused(one, 7n, { feeSpendLimit: zero }).kind).toBe(deErrors.malformedRecordFeeLimit);
      expect(refused(one, 7n, { period: 0n }).kind).toBe(deErrors.malformedRecordPeriod);
      const late = { expiration: 1n << 70n };
      expect(refused(one, 7n, late).kind).toBe(deErrors.malformedExpiration);
    });

    it("[MOD-DE-MSG-5-2] [D-DE-05] refuses an account with an operator authorization of this corporation, dead ones included", () => {
      world.grant(one.policyAddress, { msgTypes: ["StoreDigest"], expiration: world.time + 1n });
      world.pass(DAY);
      const error = refused(one, 7n);
      expect([error.kind, error.rule]).toEqual([deErrors.operatorExists, "MOD-DE-MSG-5-2"]);
      world.record(two, 7n);
      expect(listed()).toMatchObject({ vs_operator_authorizations: [{ corporation: "2" }] });
    });

    it("[MOD-DE-MSG-5-2] [D-DE-05] refuses a VS operator of another corporation", () => {
      world.record(one, 7n);
      const error = refused(two, 8n);
      expect([error.kind, error.rule]).toEqual([deErrors.vsOperatorOfAnother, "MOD-DE-MSG-5-2"]);
      world.record(two, 8n, {}, DAVE);
    });

    it("[MOD-DE-MSG-5-3] takes nothing: fees are those of the transaction that calls it", () => {
      const before = world.dump();
      world.record(one, 7n);
      expect(linesOf(world.dump()).filter((line) => !linesOf(before).includes(line))).toSatisfy(
        (added: readonly string[]) => added.every((line) => line.startsWith("de ")),
      );
    });
  });

  describe("the fee allowance that they add up to", () => {
    const fees = (
      participantId: bigint,
      expiration?: bigint,
      msgTypes: readonly string[] = [SESSION],
    ) => world.record(one, participantId, { withFeegrant: true, expiration, msgTypes });

    it("[MOD-DE-MSG-5-5] has the types of all records with fees, until the last of them ends", () => {
      fees(1n, world.time + DAY, [SESSION]);
      fees(2n, world.time + 3n * DAY, [VALIDATE, SESSION]);
      world.record(one, 3n, { expiration: world.time + 9n * DAY, msgTypes: [RESOLVER] });
      expect(world.feeGrant(BOB)).toEqual({
        grantorCorporationId: one.id,
        grantee: BOB,
        msgTypes: [VALIDATE, SESSION],
        expiration: world.time + 3n * DAY,
        spendLimit: [],
        remainingSpend: [],
        period: undefined,
        grantingPolicy: one.policyAddress,
      });
    });

    it("[MOD-DE-MSG-5-5] ends with the record that ends last, whichever type it is of", () => {
      fees(1n, world.time + 3n * DAY, [VALIDATE]);
      fees(2n, world.time + DAY, [SESSION]);
      fees(3n, world.time + 2n * DAY, [RESOLVER]);
      expect(world.feeGrant(BOB)).toMatchObject({ expiration: world.time + 3n * DAY });
    });

    it("[D-DE-06] has no end when one of them has none", () => {
      fees(1n, world.time + DAY);
      fees(2n);
      expect(world.feeGrant(BOB)).toMatchObject({ expiration: undefined });
    });

    it("[MOD-DE-MSG-5-5] does not count records that have ended, the end itself included", () => {
      fees(1n, world.time);
      expect(world.feeGrant(BOB)).toBeUndefined();
      fees(2n, world.time + DAY, [VALIDATE]);
      world.pass(DAY - 1n);
      fees(3n, world.time + DAY, [RESOLVER]);
      expect(world.feeGrant(BOB)?.msgTypes).toEqual([VALIDATE, RESOLVER]);
      world.pass(1n);
      world.record(one, 4n);
      expect(world.feeGrant(BOB)?.msgTypes).toEqual([RESOLVER]);
    });
  });

  describe("revoking", () => {
    it("[MOD-DE-MSG-6] [MOD-DE-MSG-6-1] [MOD-DE-MSG-6-4] removes the record, and the authorization with its last", () => {
      world.record(one, 7n, { withFeegrant: true });
      world.record(one, 8n);
      world.taken("");
      world.run((ctx) => world.keeper.revokeVsOperator(ctx, 7n));
      expect(listed()).toMatchObject({
        vs_operator_authorizations: [{ id: "1", records: [{ participant_id: "8" }] }],
      });
      expect(world.feeGrant(BOB)).toBeUndefined();
      expect(world.taken("revoke_vs_operator_authorization")).toMatchObject([
        { vsoa_id: "1", corporation_id: "1", vs_operator: BOB, participant_id: "7" },
      ]);
      world.run((ctx) => world.keeper.revokeVsOperator(ctx, 8n));
      expect(listed()).toEqual({ vs_operator_authorizations: [] });
    });

    it("[D-DE-01] [D-DE-08] gives a fresh id after the last record went, and keeps it before", () => {
      world.record(one, 7n);
      world.run((ctx) => world.keeper.revokeVsOperator(ctx, 7n));
      world.record(one, 7n);
      world.record(one, 8n);
      expect(listed()).toMatchObject({ vs_operator_authorizations: [{ id: "2" }] });
    });

    it("[MOD-DE-MSG-6-2] [D-DE-01] does nothing for a participant without record, and refuses id 0", () => {
      const before = world.dump();
      world.run((ctx) => world.keeper.revokeVsOperator(ctx, 9n));
      expect(world.dump()).toBe(before);
      expect(world.events).toEqual([]);
      const error = world.refused((ctx) => world.keeper.revokeVsOperator(ctx, 0n));
      expect([error.kind, error.rule]).toEqual([deErrors.missingParameter, "MOD-DE-MSG-6-2"]);
    });

    it("[MOD-DE-MSG-6-3] leaves an account free for another corporation, and takes nothing", () => {
      const before = world.dump();
      world.record(one, 7n);
      world.run((ctx) => world.keeper.revokeVsOperator(ctx, 7n));
      expect(linesOf(world.dump()).filter((line) => !linesOf(before).includes(line))).toHaveLength(
        1,
      );
      world.record(two, 7n);
      world.run((ctx) => world.keeper.revokeVsOperator(ctx, 7n));
      world.grant(two.policyAddress, { grantee: BOB, msgTypes: ["StoreDigest"] });
    });
  });

  describe("another expiration", () => {
    const move = (participantId: bigint, expiration: bigint | undefined) =>
      world.run((ctx) => world.keeper.updateVsOperatorExpiration(ctx, participantId, expiration));

    it("[MOD-DE-MSG-9] [MOD-DE-MSG-9-1] [MOD-DE-MSG-9-4] changes the end alone, and the fee allowance with it", () => {
      world.record(one, 7n, { withFeegrant: true, expiration: world.time, spendLimit: uvna(5n) });
      expect(world.feeGrant(BOB)).toBeUndefined();
      const before = world.stored(7n);
      world.taken("");
      move(7n, world.time + DAY);
      expect(world.stored(7n)).toEqual({ ...before, expiration: world.time + DAY });
      expect(world.feeGrant(BOB)).toMatchObject({ expiration: world.time + DAY });
      expect(world.taken("update_vs_operator_authorization")).toMatchObject([
        { vsoa_id: "1", corporation_id: "1", vs_operator: BOB, participant_id: "7" },
      ]);
    });

    it("[D-AUTHZ-09] takes null for no end", () => {
      world.record(one, 7n, { withFeegrant: true, expiration: world.time });
      move(7n, undefined);
      expect(world.stored(7n)?.expiration).toBeUndefined();
      expect(world.feeGrant(BOB)).toMatchObject({ expiration: undefined });
    });

    it("[MOD-DE-MSG-9-2] does nothing for a participant without record, and refuses what is no id or time", () => {
      const before = world.dump();
      move(9n, world.time);
      expect(world.dump()).toBe(before);
      for (const [id, time, kind] of [
        [0n, world.time, deErrors.missingParameter],
        [9n, 1n << 70n, deErrors.malformedExpiration],
      ] as const) {
        const error = world.refused((ctx) =>
          world.keeper.updateVsOperatorExpiration(ctx, id, time),
        );
        expect([error.kind, error.rule]).toEqual([kind, "MOD-DE-MSG-9-2"]);
      }
    });

    it("[MOD-DE-MSG-9-3] takes nothing: only the record, its index entries and the fee allowance change", () => {
      world.record(one, 7n, { withFeegrant: true, expiration: world.time });
      world.record(one, 8n, { withFeegrant: true, expiration: world.time + 1n });
      const before = linesOf(world.dump());
      move(7n, world.time + DAY);
      const changed = linesOf(world.dump()).filter((line) => !before.includes(line));
      const places = changed.map((line) => line.replace(/^(\w+ ..).*/, "$1"));
      expect(places.sort()).toEqual(["de 08", "de 0a", "feegrant 00", "feegrant 02"]);
    });
  });

  it("costs the same for the second record and the hundredth", () => {
    const full = { withFeegrant: true, msgTypes: [SESSION, VALIDATE], expiration: 1n << 61n };
    const cost = (id: bigint): bigint => {
      world.gas = new TxGasMeter(undefined);
      world.record(one, id, full);
      const { used } = world.gas;
      world.gas = freeGas;
      return used;
    };
    world.record(one, 1n, full);
    const second = cost(2n);
    for (let id = 3n; id < 100n; id++) world.record(one, id, full);
    expect(cost(100n)).toBe(second);
  });

  it("[D-TX-10] goes out with genesis and comes back in", () => {
    world.record(one, 7n, { expiration: world.time + DAY, period: DAY, spendLimit: uvna(4n) });
    world.record(one, 8n, { withFeegrant: true, period: DAY });
    const section = world.export("de");
    const fresh = new VsWorld();
    fresh.signing();
    fresh.signing("did:example:two", CAROL);
    fresh.import("de", section);
    expect(fresh.export("de")).toEqual(section);
    expect(fresh.stored(7n)).toEqual(world.stored(7n));
    fresh.run((ctx) => fresh.keeper.revokeVsOperator(ctx, 7n));
    expect(fresh.refused(() => fresh.record(one, 8n)).kind).toBe(deErrors.recordExists);
  });
});

const linesOf = (dump: string): readonly string[] => dump.split("\n");
