import { beforeEach, describe, expect, it } from "vitest";
import { deErrors } from "../../../src/modules/de/index.js";
import { ALICE, account, BOB, CAROL, DAY, RegistryWorld } from "../../support/registry-world.js";

const AUTHZ = "/de/v1/authz/list";
const VS = "/de/v1/vs-authz/list";
const SESSION = "/verana.pp.v1.MsgCreateOrUpdateParticipantSession";

interface Paged {
  readonly operator_authorizations: readonly {
    readonly id: string;
    readonly corporation: string;
    readonly operator: string;
  }[];
}

interface Listed {
  readonly operator_authorizations: readonly { readonly id: string }[];
}

describe("queries of delegation", () => {
  let world: RegistryWorld;
  let first: string;
  let second: string;

  beforeEach(() => {
    world = new RegistryWorld();
    first = world.corporation().policyAddress;
    second = world.group();
    world.grant(second, { grantee: CAROL });
    world.grant(first, { grantee: CAROL, msgTypes: ["StoreDigest"] });
    world.grant(first, { grantee: BOB, msgTypes: ["StoreDigest"] });
  });

  const ids = (params: Readonly<Record<string, string>> = {}) =>
    (world.spec(AUTHZ, params) as unknown as Listed).operator_authorizations.map(({ id }) => id);

  it("[MOD-DE-QRY-1] prints authorizations with all their fields", () => {
    world.grant(first, {
      grantee: account(9),
      msgTypes: ["CreateEcosystem"],
      authzSpendLimit: [{ denom: "uvna", amount: 7n }],
      authzSpendLimitPeriod: DAY,
      expiration: world.time + DAY,
    });
    expect(world.spec(AUTHZ, { operator: account(9) })).toEqual({
      operator_authorizations: [
        {
          id: "4",
          corporation: "1",
          operator: account(9),
          msg_types: ["/verana.ec.v1.MsgCreateEcosystem"],
          spend_limit: [{ denom: "uvna", amount: "7" }],
          remaining_spend: [{ denom: "uvna", amount: "7" }],
          fee_spend_limit: null,
          remaining_fee_spend: null,
          expiration: "2026-01-02T00:00:00.000Z",
          period: "86400s",
        },
      ],
    });
  });

  it("[D-AUTHZ-05] [D-WIRE-04] prints no limit as empty and no fee limit as null", () => {
    expect(world.spec(AUTHZ, { corporation: first, operator: BOB })).toMatchObject({
      operator_authorizations: [
        { spend_limit: [], fee_spend_limit: null, expiration: null, period: null },
      ],
    });
  });

  it("[D-WIRE-02] lists by corporation and then by the bytes of the account", () => {
    expect(ids()).toEqual(["3", "2", "1"]);
    world.grant(first, { grantee: first });
    const long = world.spec(AUTHZ, { corporation: "1" }) as unknown as {
      readonly operator_authorizations: readonly { readonly operator: string }[];
    };
    expect(long.operator_authorizations.map(({ operator }) => operator)).toEqual([
      BOB,
      CAROL,
      first,
    ]);
  });

  it("[MOD-DE-QRY-1-1] filters by corporation in both forms and names, and by operator", () => {
    expect(ids({ corporation: first })).toEqual(["3", "2"]);
    expect(ids({ corporation_id: "1" })).toEqual(["3", "2"]);
    expect(ids({ operator: CAROL })).toEqual(["2", "1"]);
    expect(ids({ corporation: "1", operator: CAROL })).toEqual(["2"]);
    expect(ids({ corporation: "1", operator: ALICE })).toEqual([]);
    expect(ids({ corporation: "77" })).toEqual([]);
  });

  it("[MOD-DE-QRY-1-3] shows the grants of a group that is not registered yet, by its policy", () => {
    expect(ids({ corporation: second })).toEqual(["1"]);
    expect(ids({ corporation: world.secondPolicy(1n, first) })).toEqual([]);
    expect(ids({ corporation: ALICE })).toEqual([]);
  });

  it("[MOD-DE-QRY-1-2] refuses malformed filters and sizes", () => {
    const list = "/verana.de.v1.Query/ListOperatorAuthorizations";
    const refused = (init: Readonly<Record<string, unknown>>) =>
      world.refused(() => world.query(list, init)).kind;
    expect(refused({ responseMaxSize: 1025 })).toBe(deErrors.sizeOutOfRange);
    expect(refused({ operator: "bad" })).toBe(deErrors.malformedOperator);
    expect(refused({ corporation: "bad" })).toBe(deErrors.malformedCorporation);
    for (const size of ["0", "1025", "-1", "many"]) {
      expect(world.badParams(AUTHZ, { response_max_size: size })).toBe(true);
    }
    expect(ids({ response_max_size: "2" })).toEqual(["3", "2"]);
  });

  it("[D-GEN-12] refuses unknown parameters", () => {
    expect(world.badParams(AUTHZ, { operater: BOB })).toBe(true);
  });

  it("[MOD-DE-QRY-2] lists VS operator authorizations with their records", () => {
    expect(world.spec(VS)).toEqual({ vs_operator_authorizations: [] });
    importVsOperator();
    expect(world.spec(VS)).toEqual({
      vs_operator_authorizations: [
        {
          id: "5",
          corporation: "1",
          vs_operator: ALICE,
          records: [
            {
              participant_id: "8",
              msg_types: [SESSION],
              spend_limit: [{ denom: "uvna", amount: "10" }],
              remaining_spend: [{ denom: "uvna", amount: "0" }],
              fee_spend_limit: [],
              remaining_fee_spend: [],
              with_feegrant: true,
              expiration: null,
              period: null,
            },
          ],
        },
      ],
    });
  });

  it("[MOD-DE-QRY-2-1] [MOD-DE-QRY-2-3] filters them by corporation and account", () => {
    importVsOperator();
    const count = (params: Readonly<Record<string, string>>) =>
      (world.spec(VS, params) as { vs_operator_authorizations: readonly unknown[] })
        .vs_operator_authorizations.length;
    expect(count({ corporation: first })).toBe(1);
    expect(count({ corporation_id: "2" })).toBe(0);
    expect(count({ vs_operator: ALICE })).toBe(1);
    expect(count({ vs_operator: BOB })).toBe(0);
    expect(count({ vs_operator: ALICE, corporation: "1" })).toBe(1);
  });

  it("[MOD-DE-QRY-2-2] refuses malformed filters and sizes", () => {
    const list = "/verana.de.v1.Query/ListVSOperatorAuthorizations";
    const refused = (init: Readonly<Record<string, unknown>>) =>
      world.refused(() => world.query(list, init)).kind;
    expect(refused({ responseMaxSize: 1025 })).toBe(deErrors.sizeOutOfRange);
    expect(refused({ vsOperator: "bad" })).toBe(deErrors.malformedOperator);
    expect(refused({ corporation: "bad" })).toBe(deErrors.malformedCorporation);
    expect(world.badParams(VS, { response_max_size: "0" })).toBe(true);
  });

  it("[D-DE-08] gets authorizations of both kinds by their ids", () => {
    importVsOperator();
    expect(world.spec("/de/v1/authz/get", { id: "2" })).toMatchObject({
      operator_authorization: { id: "2", corporation: "1", operator: CAROL },
    });
    expect(world.spec("/de/v1/vs-authz/get", { id: "5" })).toMatchObject({
      vs_operator_authorization: { id: "5", vs_operator: ALICE },
    });
    const get = (name: string, id: bigint) =>
      world.refused(() => world.query(`/verana.de.v1.Query/${name}`, { id })).kind;
    expect(get("GetOperatorAuthorization", 9n)).toBe(deErrors.operatorAuthorizationNotFound);
    expect(get("GetOperatorAuthorization", 0n)).toBe(deErrors.idMissing);
    expect(get("GetVSOperatorAuthorization", 9n)).toBe(deErrors.vsOperatorAuthorizationNotFound);
    expect(get("GetVSOperatorAuthorization", 0n)).toBe(deErrors.idMissing);
  });

  it("[D-GF-05] answers for parameters on the wire alone", () => {
    expect(world.query("/verana.de.v1.Query/Params")).toEqual({ params: {} });
    expect(() => world.spec("/de/v1/params")).toThrow("no route");
  });

  it("[D-GEN-13] goes on behind the last entry, whatever the filter, and loses none", () => {
    for (const n of [21, 22, 23]) world.grant(second, { grantee: account(n) });
    for (const filter of [
      {},
      { corporation: "2" },
      { operator: CAROL },
      { corporation: second, operator: CAROL },
    ]) {
      const seen: string[] = [];
      for (let given: Readonly<Record<string, string>> = {}; ; ) {
        const page = world.spec(AUTHZ, { ...filter, ...given, response_max_size: "1" });
        const [last] = (page as unknown as Paged).operator_authorizations;
        if (last === undefined) break;
        seen.push(last.id);
        given = { cursor: `${last.corporation},${last.operator}` };
      }
      expect(seen).toEqual(ids({ ...filter, response_max_size: "64" }));
      expect(seen.length).toBeGreaterThan(0);
    }
    expect(ids({ cursor: `99,${ALICE}` })).toEqual([]);
    expect(ids({ corporation: "2", cursor: `1,${account(255)}` })).toEqual(
      ids({ corporation: "2" }),
    );
  });

  it("[MOD-DE-QRY-1-2] [MOD-DE-QRY-2-2] [D-GEN-13] refuses a cursor that is none", () => {
    for (const [path, rule] of [
      [AUTHZ, "MOD-DE-QRY-1-2"],
      [VS, "MOD-DE-QRY-2-2"],
    ] as const) {
      for (const cursor of ["1", ALICE, "0,", `0,${ALICE}`, `1,${ALICE},`, `1,${ALICE}x`]) {
        const error = world.refused(() => world.spec(path, { cursor }));
        expect([error.kind, error.rule], cursor).toEqual([deErrors.malformedCursor, rule]);
      }
    }
  });

  const importVsOperator = () =>
    world.import("de", {
      params: {},
      vs_operator_authorizations: [
        {
          id: "5",
          corporation_id: "1",
          vs_operator: ALICE,
          records: [
            {
              participant_id: "8",
              msg_types: [SESSION],
              spend_limit: [{ denom: "uvna", amount: "10" }],
              remaining_spend: [{ denom: "uvna", amount: "0" }],
              with_feegrant: true,
            },
          ],
        },
      ],
    });
});
