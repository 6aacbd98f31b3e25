import { beforeEach, describe, expect, it } from "vitest";
import { MsgUpdateExchangeRate } from "../../../src/gen/verana/xr/v1.js";
import { xrErrors } from "../../../src/modules/xr/index.js";
import { ALICE, BOB, CAROL, DAY, SECOND } from "../../support/registry-world.js";
import { RateWorld } from "./xr-world.js";

describe("updating an exchange rate", () => {
  let world: RateWorld;

  beforeEach(() => {
    world = new RateWorld();
    world.rate({ rate: "10000" });
    world.enable();
    world.oracle();
    world.pass(DAY / 2n);
    world.taken("");
  });

  const refused = (rate: string, init: Partial<MsgUpdateExchangeRate> = {}, signer = BOB) => {
    const message = { operator: BOB, id: 1n, rate, ...init };
    const { kind, rule } = world.refuses(MsgUpdateExchangeRate, message, signer);
    return [kind, rule];
  };
  const rule = "MOD-XR-MSG-2";

  it("[MOD-XR-MSG-2] stores the rate and lets it live anew from now", () => {
    world.push("10500");
    expect(world.spec("/xr/v1/get", { id: "1" })).toMatchObject({
      exchange_rate: {
        rate: "10500",
        rate_scale: 2,
        updated: "2026-01-01T12:00:00.000Z",
        expires: "2026-01-02T12:00:00.000Z",
        state: true,
      },
    });
    expect(world.taken("update_exchange_rate")).toEqual([
      { id: "1", operator: BOB, rate: "10500" },
    ]);
  });

  it("[MOD-XR-MSG-2] refuses what is missing or malformed", () => {
    expect(refused("5", { operator: "" })).toEqual([xrErrors.missingParameter, rule]);
    expect(refused("5", { operator: "bob" })).toEqual([xrErrors.malformedOperator, rule]);
    expect(refused("5", { id: 0n })).toEqual([xrErrors.missingParameter, rule]);
    expect(refused("")).toEqual([xrErrors.missingParameter, rule]);
    for (const rate of ["0", "00", "1.5", "-1", "9".repeat(79)]) {
      expect(refused(rate), rate).toEqual([xrErrors.malformedRate, rule]);
    }
  });

  it("[MOD-XR-MSG-2] [D-GEN-03] refuses another signer than the operator it names", () => {
    expect(refused("5", {}, ALICE)).toEqual([xrErrors.signerMismatch, rule]);
  });

  it("[MOD-XR-MSG-2] refuses rates that are not there or disabled", () => {
    expect(refused("5", { id: 9n })).toEqual([xrErrors.exchangeRateNotFound, rule]);
    world.enable(1n, false);
    expect(refused("5")).toEqual([xrErrors.rateDisabled, rule]);
  });

  it("[MOD-XR-MSG-2] refuses accounts without authorization, and those of another rate", () => {
    expect(refused("5", { operator: CAROL }, CAROL)).toEqual([
      xrErrors.authorizationNotFound,
      rule,
    ]);
    world.rate({ baseAsset: "USD" });
    world.enable(2n);
    expect(refused("5", { id: 2n })).toEqual([xrErrors.authorizationNotFound, rule]);
  });

  it("[MOD-XR-MSG-2] refuses an authorization from its expiration on", () => {
    world.oracle({ expiration: world.time + DAY });
    world.pass(DAY - 1n);
    world.push("10001");
    world.pass(1n);
    expect(refused("10002")).toEqual([xrErrors.authorizationExpired, rule]);
  });

  it("[D-XR-06] keeps the interval since the entry was last touched", () => {
    world.oracle({ minInterval: 10n * SECOND });
    world.push("10001");
    world.pass(10n * SECOND - 1n);
    expect(refused("10002")).toEqual([xrErrors.tooSoon, "D-XR-06"]);
    world.pass(1n);
    world.push("10002");
    world.pass(20n * SECOND);
    world.enable();
    expect(refused("10003")).toEqual([xrErrors.tooSoon, "D-XR-06"]);
  });

  it("[D-XR-06] trips above the deviation, upwards and downwards, and not at it", () => {
    world.oracle({ maxDeviationBps: 500 });
    expect(refused("10501")).toEqual([xrErrors.deviationTooLarge, "D-XR-06"]);
    expect(refused("9499")).toEqual([xrErrors.deviationTooLarge, "D-XR-06"]);
    world.push("10500");
    world.push("9975");
    expect(refused("9476")).toEqual([xrErrors.deviationTooLarge, "D-XR-06"]);
    world.push("9477");
  });

  it("[D-XR-06] compares rates of any size exactly", () => {
    const huge = `1${"0".repeat(77)}`;
    world.push(huge);
    world.oracle({ maxDeviationBps: 1 });
    const most = (BigInt(huge) * 10_001n) / 10_000n;
    expect(refused((most + 1n).toString())[0]).toBe(xrErrors.deviationTooLarge);
    world.push(most.toString());
  });

  it("[D-XR-06] refreshes a rate that has expired, by any of its operators", () => {
    world.oracle({ operator: CAROL });
    world.pass(3n * DAY);
    world.push("10001");
    world.send(MsgUpdateExchangeRate, { operator: CAROL, id: 1n, rate: "10002" }, CAROL);
    expect(world.spec("/xr/v1/get", { id: "1" })).toMatchObject({
      exchange_rate: { expires: "2026-01-05T12:00:00.000Z" },
    });
  });
});
