import { beforeEach, describe, expect, it } from "vitest";
import {
  MsgGrantExchangeRateAuthorization,
  MsgRevokeExchangeRateAuthorization,
  MsgSetExchangeRateState,
  MsgUpdateExchangeRate,
  MsgUpdateParams,
} from "../../../src/gen/verana/xr/v1.js";
import { authorityErrors } from "../../../src/keeper/governance.js";
import { xrErrors } from "../../../src/modules/xr/index.js";
import { ALICE, BOB, CAROL, DAY } from "../../support/registry-world.js";
import { GOV, RateWorld } from "./xr-world.js";

describe("what governance decides of exchange rates", () => {
  let world: RateWorld;

  beforeEach(() => {
    world = new RateWorld();
    world.rate();
    world.taken("");
  });

  const got = () =>
    world.query<{ readonly authorizations: readonly object[] }>(
      "/verana.xr.v1.Query/GetExchangeRate",
      { id: 1n },
    );

  describe("its state", () => {
    const set = (init: Partial<MsgSetExchangeRateState>) =>
      world.declined(MsgSetExchangeRateState, { authority: GOV, id: 1n, state: true, ...init });

    it("[MOD-XR-MSG-3] [D-XR-05] becomes the one given, the same again too; what expires stays", () => {
      world.pass(DAY / 2n);
      world.enable();
      expect(world.taken("set_exchange_rate_state")).toEqual([
        { id: "1", authority: GOV, state: "true" },
      ]);
      world.pass(DAY / 4n);
      world.enable();
      expect(world.spec("/xr/v1/get", { id: "1" })).toMatchObject({
        exchange_rate: {
          state: true,
          updated: "2026-01-01T18:00:00.000Z",
          expires: "2026-01-02T00:00:00.000Z",
        },
      });
      world.enable(1n, false);
      expect(world.spec("/xr/v1/get", { id: "1" })).toMatchObject({
        exchange_rate: { state: false },
      });
    });

    it("[MOD-XR-MSG-3] refuses rates that are not there, and everyone but governance", () => {
      expect(set({ id: 0n })).toEqual([xrErrors.missingParameter, "MOD-XR-MSG-3"]);
      expect(set({ id: 9n })).toEqual([xrErrors.exchangeRateNotFound, "MOD-XR-MSG-3"]);
      const message = { authority: ALICE, id: 1n, state: true };
      expect(world.refuses(MsgSetExchangeRateState, message, ALICE).kind).toBe(
        authorityErrors.invalidSigner,
      );
    });
  });

  describe("who updates it", () => {
    const rule = "MOD-XR-MSG-4";
    const granting = (init: Partial<MsgGrantExchangeRateAuthorization>) => ({
      authority: GOV,
      xrId: 1n,
      operator: BOB,
      expiration: world.time + DAY,
      ...init,
    });
    const declined = (init: Partial<MsgGrantExchangeRateAuthorization>) =>
      world.declined(MsgGrantExchangeRateAuthorization, granting(init));

    it("[MOD-XR-MSG-4] stores the authorization, its guards where they are given", () => {
      world.oracle({ minInterval: 1_000_000_000n, maxDeviationBps: 500 });
      world.oracle({ operator: CAROL });
      const expiration = world.time + 10n * DAY;
      expect(got().authorizations).toEqual([
        { xrId: 1n, operator: BOB, expiration, minInterval: 1_000_000_000n, maxDeviationBps: 500 },
        { xrId: 1n, operator: CAROL, expiration, minInterval: undefined, maxDeviationBps: 0 },
      ]);
      expect(world.taken("grant_exchange_rate_authz")).toMatchObject([
        {
          id: "1",
          operator: BOB,
          expiration: "2026-01-11T00:00:00Z",
          min_interval: "1000000000",
          max_deviation_bps: "500",
        },
        { operator: CAROL, min_interval: "0", max_deviation_bps: "0" },
      ]);
    });

    it("[MOD-XR-MSG-4] replaces an earlier one whole, in either case of the address", () => {
      world.oracle({ minInterval: 1n, maxDeviationBps: 1 });
      world.oracle({ operator: BOB.toUpperCase() });
      expect(got().authorizations).toMatchObject([
        { operator: BOB, minInterval: undefined, maxDeviationBps: 0 },
      ]);
    });

    it.each<readonly [string, Partial<MsgGrantExchangeRateAuthorization>, keyof typeof xrErrors]>([
      ["no rate", { xrId: 0n }, "missingParameter"],
      ["no operator", { operator: "" }, "missingParameter"],
      ["a malformed operator", { operator: "bob" }, "malformedOperator"],
      ["no expiration", { expiration: undefined }, "missingParameter"],
      ["an interval of 0", { minInterval: 0n }, "malformedInterval"],
      ["a negative interval", { minInterval: -1n }, "malformedInterval"],
      ["a deviation above the whole", { maxDeviationBps: 10_001 }, "deviationOutOfRange"],
      ["a rate that is not there", { xrId: 9n }, "exchangeRateNotFound"],
    ])("[MOD-XR-MSG-4] refuses %s", (_what, init, kind) => {
      expect(declined(init)).toEqual([xrErrors[kind], rule]);
    });

    it("[MOD-XR-MSG-4] refuses an expiration that is not ahead, and everyone but governance", () => {
      expect(declined({ expiration: world.time })).toEqual([xrErrors.expirationNotInFuture, rule]);
      world.oracle({ expiration: world.time + 1n, maxDeviationBps: 10_000 });
      const message = granting({ authority: ALICE });
      expect(world.refuses(MsgGrantExchangeRateAuthorization, message, ALICE).kind).toBe(
        authorityErrors.invalidSigner,
      );
    });

    it("[MOD-XR-MSG-5] deletes the authorization, and its operator can update nothing more", () => {
      world.enable();
      world.oracle();
      world.push("2500001");
      world.taken("");
      const key = { authority: GOV, xrId: 1n, operator: BOB };
      world.decide(MsgRevokeExchangeRateAuthorization, key);
      expect(got().authorizations).toEqual([]);
      expect(world.taken("revoke_exchange_rate_authz")).toEqual([{ id: "1", operator: BOB }]);
      const push = { operator: BOB, id: 1n, rate: "2500002" };
      expect(world.refuses(MsgUpdateExchangeRate, push, BOB).kind).toBe(
        xrErrors.authorizationNotFound,
      );
    });

    it("[MOD-XR-MSG-5] refuses authorizations that are not there, and everyone but governance", () => {
      world.oracle();
      const key = { authority: GOV, xrId: 1n, operator: BOB };
      const revoke = (init: Partial<MsgRevokeExchangeRateAuthorization>) =>
        world.declined(MsgRevokeExchangeRateAuthorization, { ...key, ...init });
      const five = "MOD-XR-MSG-5";
      expect(revoke({ xrId: 0n })).toEqual([xrErrors.missingParameter, five]);
      expect(revoke({ operator: "" })).toEqual([xrErrors.missingParameter, five]);
      expect(revoke({ operator: "bob" })).toEqual([xrErrors.malformedOperator, five]);
      expect(revoke({ operator: CAROL })).toEqual([xrErrors.authorizationNotFound, five]);
      expect(revoke({ xrId: 2n })).toEqual([xrErrors.authorizationNotFound, five]);
      const message = { ...key, authority: ALICE };
      expect(world.refuses(MsgRevokeExchangeRateAuthorization, message, ALICE).kind).toBe(
        authorityErrors.invalidSigner,
      );
    });
  });

  it("[D-WIRE-05] keeps the wire's parameters, which change nothing", () => {
    const params = { maxValidityDuration: DAY / 2n };
    world.decide(MsgUpdateParams, { authority: GOV, params });
    expect(world.query("/verana.xr.v1.Query/Params")).toEqual({ params });
    world.rate({ baseAsset: "USD", validityDuration: 2n * DAY });
    const zero = { authority: GOV, params: { maxValidityDuration: 0n } };
    expect(world.declined(MsgUpdateParams, zero)[0]).toBe(xrErrors.invalidParams);
  });
});
