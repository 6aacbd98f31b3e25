import { beforeEach, describe, expect, it } from "vitest";
import {
  AllowedMsgAllowance,
  BasicAllowance,
  MsgGrantAllowance,
  MsgRevokeAllowance,
  PeriodicAllowance,
  type QueryAllowanceResponse,
  type QueryAllowancesResponse,
} from "../../../src/gen/cosmos/feegrant/v1beta1.js";
import {
  MsgGrantOperatorAuthorization,
  MsgRevokeOperatorAuthorization,
} from "../../../src/gen/verana/de/v1.js";
import { deErrors, type FeeAllowance } from "../../../src/modules/de/index.js";
import { pack } from "../../../src/wire/any.js";
import { basic } from "../../support/grant-messages.js";
import { feegrantKeeper } from "../../support/registry-ports.js";
import { ALICE, BOB, CAROL, DAY, RegistryWorld } from "../../support/registry-world.js";
import { VsWorld } from "./vs-world.js";

const CREATE = "/verana.ec.v1.MsgCreateEcosystem";
const UPDATE = "/verana.ec.v1.MsgUpdateEcosystem";
const uvna = (amount: bigint) => [{ denom: "uvna", amount }];

describe("fee allowances of operators", () => {
  let world: RegistryWorld;
  let policy: string;

  beforeEach(() => {
    world = new RegistryWorld();
    policy = world.corporation().policyAddress;
    world.taken("");
  });

  const grant = (init: Partial<MsgGrantOperatorAuthorization>) =>
    world.grant(policy, { msgTypes: [CREATE, UPDATE], ...init });
  const allowances = (grantee = BOB) =>
    world.query<QueryAllowancesResponse>("/cosmos.feegrant.v1beta1.Query/Allowances", { grantee })
      .allowances;
  const allowance = () =>
    world.query<QueryAllowanceResponse>("/cosmos.feegrant.v1beta1.Query/Allowance", {
      granter: policy,
      grantee: BOB,
    }).allowance?.allowance;
  const allowed = (inner: ReturnType<typeof basic>) =>
    pack(AllowedMsgAllowance, { allowance: inner, allowedMessages: [CREATE, UPDATE] });
  const told = (type: string) =>
    world.events
      .filter((event) => event.type === type)
      .map(({ attributes }) => Object.fromEntries(attributes));
  const section = () => world.export("de") as Readonly<Record<string, unknown>>;

  it("[MOD-DE-MSG-1] [MOD-DE-MSG-1-1] [MOD-DE-MSG-1-4] [D-DE-08] are allowances of the feegrant module for the granted types, with the recorded events", () => {
    const expiration = world.time + DAY;
    grant({ withFeegrant: true, feegrantSpendLimit: uvna(5n), expiration });
    expect(allowance()).toEqual(allowed(basic(5n, expiration)));
    expect(world.events.slice(-3).map(({ type }) => type)).toEqual([
      "set_feegrant",
      "grant_fee_allowance",
      "grant_operator_authorization",
    ]);
    expect(told("set_feegrant")).toEqual([{ granter: policy, grantee: BOB }]);
    expect(told("grant_fee_allowance")).toEqual([
      { corporation_id: "1", grantee: BOB, timestamp: "2026-01-01T00:00:00Z" },
    ]);
    expect(section()).toMatchObject({
      fee_grants: [
        {
          grantor_corporation_id: "1",
          grantee: BOB,
          msg_types: [CREATE, UPDATE],
          spend_limit: [{ denom: "uvna", amount: "5" }],
          remaining_spend: [{ denom: "uvna", amount: "5" }],
          expiration: "2026-01-02T00:00:00Z",
          period: null,
          granting_policy: policy,
        },
      ],
    });
  });

  it("[MOD-DE-MSG-1-4] [D-DE-08] with a period are periodic, and end with no cycle", () => {
    const expiration = world.time + DAY;
    const limit = { feegrantSpendLimit: uvna(5n), feegrantSpendLimitPeriod: 2n * DAY };
    grant({ withFeegrant: true, ...limit, expiration });
    const periodic = pack(PeriodicAllowance, {
      basic: { spendLimit: [], expiration: undefined },
      period: 2n * DAY,
      periodSpendLimit: uvna(5n),
      periodCanSpend: uvna(5n),
      periodReset: expiration,
    });
    expect(allowance()).toEqual(allowed(periodic));
  });

  it("[MOD-DE-MSG-1-4] [D-DE-03] without a limit are basic, and a period is ignored then", () => {
    grant({ withFeegrant: true, feegrantSpendLimitPeriod: DAY });
    expect(allowance()).toEqual(
      allowed(pack(BasicAllowance, { spendLimit: [], expiration: undefined })),
    );
  });

  it("[MOD-DE-MSG-2] [MOD-DE-MSG-2-1] [MOD-DE-MSG-2-4] [D-DE-03] are replaced by the next grant, and go with one that has none", () => {
    grant({ withFeegrant: true, feegrantSpendLimit: uvna(5n) });
    grant({ withFeegrant: true, feegrantSpendLimit: uvna(9n), expiration: world.time + DAY });
    expect(allowance()).toEqual(allowed(basic(9n, world.time + DAY)));
    expect(allowances()).toHaveLength(1);
    world.taken("");
    grant({ withFeegrant: false });
    expect(allowances()).toEqual([]);
    expect(section().fee_grants).toEqual([]);
    expect(told("revoke_feegrant")).toEqual([{ granter: policy, grantee: BOB }]);
    expect(world.taken("revoke_fee_allowance")).toEqual([
      { corporation_id: "1", grantee: BOB, timestamp: "2026-01-01T00:00:00Z" },
    ]);
    // There is none any more: nothing happens, and nothing is told.
    grant({ withFeegrant: false });
    expect(world.taken("revoke_fee_allowance")).toEqual([]);
  });

  it("[MOD-DE-MSG-2-4] go with their authorization", () => {
    grant({ withFeegrant: true });
    const message = { corporation: policy, grantee: BOB };
    world.send(MsgRevokeOperatorAuthorization, message, policy, "group");
    expect([allowances(), section().fee_grants]).toEqual([[], []]);
  });

  it("[D-DE-03] [MOD-DE-MSG-1] of an account that the policy paid for before take that allowance's place", () => {
    const own = { granter: policy, grantee: BOB, allowance: basic(1n) };
    world.send(MsgGrantAllowance, own, policy, "group");
    grant({ withFeegrant: true });
    expect(allowances()).toHaveLength(1);
    expect(section().fee_grants).toHaveLength(1);
  });

  it("taken back in the feegrant module are fee grants no more", () => {
    grant({ withFeegrant: true });
    world.send(MsgRevokeAllowance, { granter: policy, grantee: BOB }, policy, "group");
    expect(section().fee_grants).toEqual([]);
    const own = { granter: policy, grantee: BOB, allowance: basic(1n) };
    world.send(MsgGrantAllowance, own, policy, "group");
    expect(section().fee_grants).toEqual([]);
    expect(allowance()).toEqual(basic(1n));
  });

  it("[D-AUTHZ-02] of a group's other policies go when one is bound, and a later policy's grant replaces an earlier one's", () => {
    const first = world.group(CAROL);
    const second = world.secondPolicy(2n, first);
    world.grant(first, { withFeegrant: true });
    world.grant(first, { grantee: ALICE, withFeegrant: true });
    expect(allowances().map(({ granter }) => granter)).toEqual([first]);
    world.grant(second, { withFeegrant: true });
    expect(allowances().map(({ granter }) => granter)).toEqual([second]);
    expect(section().fee_grants).toHaveLength(2);
    world.register(second, "did:example:second");
    expect(allowances().map(({ granter }) => granter)).toEqual([second]);
    expect([allowances(ALICE), section().fee_grants]).toMatchObject([
      [],
      [{ grantee: BOB, granting_policy: second }],
    ]);
  });

  it("[D-TX-10] come out of a genesis as they went in", () => {
    const expiration = world.time + DAY;
    grant({ withFeegrant: true, feegrantSpendLimit: uvna(5n), expiration });
    world.grant(policy, {
      grantee: CAROL,
      msgTypes: [CREATE],
      withFeegrant: true,
      feegrantSpendLimit: uvna(7n),
      feegrantSpendLimitPeriod: DAY,
      expiration,
    });
    const [de, feegrant] = [world.export("de"), world.export("feegrant")];
    const fresh = new RegistryWorld();
    fresh.corporation();
    fresh.import("feegrant", feegrant);
    fresh.import("de", de);
    expect([fresh.export("de"), fresh.export("feegrant")]).toEqual([de, feegrant]);
    // What has ended since is left out, its allowance too; what renews itself is not.
    const later = new RegistryWorld({ time: expiration });
    later.corporation();
    later.import("feegrant", feegrant);
    later.import("de", de);
    expect(later.export("de")).toMatchObject({ fee_grants: [{ grantee: CAROL }] });
    expect(later.export("feegrant")).toMatchObject({ allowances: [{ grantee: CAROL }] });
  });

  it("[D-DE-08] whose allowances are others break an invariant", () => {
    grant({ withFeegrant: true, feegrantSpendLimit: uvna(5n), expiration: world.time + DAY });
    const fault = () => {
      const checks = world.app.modules.flatMap(({ invariants = [] }) => invariants);
      return checks.find(({ name }) => name === "de/fee-grants")?.check(world.ctx);
    };
    expect(fault()).toBeUndefined();
    const parties = { granter: policy, grantee: BOB };
    const keeper = feegrantKeeper(world.settings);
    world.run((ctx) => keeper.set(ctx, parties, { kind: "basic", value: { spendLimit: [] } }));
    expect(fault()).toContain("no allowance that delegation makes");
  });

  it("[D-TX-10] of a genesis that contradict themselves are refused", () => {
    grant({ withFeegrant: true, feegrantSpendLimit: uvna(5n), expiration: world.time + DAY });
    const good = section();
    const [one] = good.fee_grants as readonly object[];
    const wrong = [
      { grantee: "nobody" },
      { msg_types: [] },
      { msg_types: ["/no.such.Type"] },
      { msg_types: [CREATE, CREATE] },
      { spend_limit: [] },
      { remaining_spend: [{ denom: "uvna", amount: "6" }] },
      { remaining_spend: [{ denom: "uvna", amount: "-1" }] },
      { spend_limit: [{ denom: "uvna", amount: "0" }] },
      { period: "0s" },
      { period: "5s", expiration: null },
      { granting_policy: BOB },
      { grantor_corporation_id: "9", granting_policy: "" },
    ];
    for (const change of wrong) {
      const fresh = new RegistryWorld();
      fresh.corporation();
      const given = { ...good, fee_grants: [{ ...one, ...change }] };
      const error = fresh.rolledBack((ctx) => fresh.genesis("de").init(ctx, given as never));
      expect([JSON.stringify(change), error.kind]).toEqual([
        JSON.stringify(change),
        deErrors.invalidGenesis,
      ]);
    }
    const fresh = new RegistryWorld();
    fresh.corporation();
    const twice = { ...good, fee_grants: [one, one] };
    const error = fresh.rolledBack((ctx) => fresh.genesis("de").init(ctx, twice as never));
    expect(error.kind).toBe(deErrors.invalidGenesis);
  });
});

describe("the internal calls", () => {
  let world: VsWorld;
  let allowance: FeeAllowance;

  beforeEach(() => {
    world = new VsWorld();
    const corporation = world.signing();
    const terms = { spendLimit: uvna(1n), expiration: world.time + DAY, period: DAY };
    allowance = { corporation, grantee: BOB, msgTypes: [CREATE], ...terms };
  });

  const refused = (change: Partial<FeeAllowance>) =>
    world.refused((ctx) => world.keeper.fees.grant(ctx, { ...allowance, ...change }));

  it("[MOD-DE-MSG-1-2] refuse types that cannot be delegated, times that have passed, bad limits and periods", () => {
    const rule = "MOD-DE-MSG-1-2";
    const cases: readonly (readonly [Partial<FeeAllowance>, keyof typeof deErrors])[] = [
      [{ msgTypes: [] }, "missingParameter"],
      [{ msgTypes: [CREATE, "/cosmos.bank.v1beta1.MsgSend"] }, "notDelegable"],
      [{ expiration: world.time }, "expirationNotInFuture"],
      [{ spendLimit: uvna(0n) }, "malformedFeeLimit"],
      [{ period: 0n }, "malformedFeePeriod"],
      [{ spendLimit: [] }, "malformedFeePeriod"],
      [{ expiration: undefined }, "expirationMissing"],
    ];
    for (const [change, kind] of cases) {
      expect(refused(change)).toMatchObject({ kind: deErrors[kind], rule });
    }
    world.run((ctx) => world.keeper.fees.grant(ctx, allowance));
  });

  it("[MOD-DE-MSG-2-2] refuse a revocation without corporation or grantee", () => {
    const revoke = (id: bigint, grantee: string) =>
      world.refused((ctx) =>
        world.keeper.fees.revoke(ctx, { ...allowance.corporation, id }, grantee),
      );
    const missing = { kind: deErrors.missingParameter, rule: "MOD-DE-MSG-2-2" };
    expect(revoke(0n, BOB)).toMatchObject(missing);
    expect(revoke(1n, "")).toMatchObject(missing);
  });

  it("[MOD-DE-MSG-1-3] [MOD-DE-MSG-2-3] move no coins: fees are those of the transaction that calls them", () => {
    world.run((ctx) => world.keeper.fees.grant(ctx, allowance));
    world.run((ctx) => world.keeper.fees.revoke(ctx, allowance.corporation, BOB));
    expect(world.dump()).not.toContain("bank ");
  });

  it("[D-GEN-16] are no messages of a transaction", () => {
    const types = [...world.app.modules.flatMap(({ messages = [] }) => messages)];
    const urls = types.map(({ typeUrl }) => typeUrl).filter((url) => url.includes(".de."));
    expect(urls.filter((url) => /FeeAllowance|FeeGrant/.test(url))).toEqual([]);
    expect(urls).toContain(MsgGrantOperatorAuthorization.typeUrl);
  });
});
