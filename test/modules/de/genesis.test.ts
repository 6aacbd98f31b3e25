import { beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../../src/keeper/query.js";
import { deErrors } from "../../../src/modules/de/index.js";
import { ALICE, BOB, CAROL, DAY, RegistryWorld } from "../../support/registry-world.js";

const SESSION = "/verana.pp.v1.MsgCreateOrUpdateParticipantSession";

/** A world with the same corporation and group as every other, and nothing granted. */
function prepared(): { readonly world: RegistryWorld; readonly policies: readonly string[] } {
  const world = new RegistryWorld();
  return { world, policies: [world.corporation().policyAddress, world.group()] };
}

describe("genesis of delegation", () => {
  let world: RegistryWorld;
  let policies: readonly string[];

  beforeEach(() => {
    ({ world, policies } = prepared());
  });

  it("[D-TX-10] comes out as it went in, granting policies and last ids included", () => {
    const [first = "", second = ""] = policies;
    world.grant(first, {
      msgTypes: ["CreateEcosystem"],
      authzSpendLimit: [{ denom: "uvna", amount: 7n }],
      authzSpendLimitPeriod: DAY,
      expiration: world.time + DAY,
    });
    world.grant(second, { grantee: CAROL });
    const section = world.export("de");
    const fresh = prepared().world;
    fresh.import("de", section);
    expect(fresh.export("de")).toEqual(section);
    expect(section).toMatchObject({
      operator_authorizations: [{ granting_policy: first }, { granting_policy: second }],
      operator_authorization_seq: "2",
    });
    fresh.grant(first, { grantee: ALICE });
    expect(fresh.export("de")).toMatchObject({ operator_authorization_seq: "3" });
  });

  it("[D-AUTHZ-02] takes grants that name no policy as those of the bound one", () => {
    world.import("de", section({}));
    expect(world.export("de")).toMatchObject({
      operator_authorizations: [{ granting_policy: policies[0] }],
    });
  });

  const grant = {
    id: "1",
    corporation_id: "1",
    operator: BOB,
    msg_types: ["/verana.ec.v1.MsgCreateEcosystem"],
  };
  const section = (change: Readonly<Record<string, Json>>): Json => ({
    operator_authorizations: [{ ...grant, ...change }],
  });
  const uvna = (amount: string) => [{ denom: "uvna", amount }];

  const record = { participant_id: "1", msg_types: [SESSION] };
  const holder = { id: "1", corporation_id: "1", vs_operator: BOB, records: [record] };
  const other = {
    ...holder,
    id: "2",
    vs_operator: CAROL,
    records: [{ ...record, participant_id: "2" }],
  };
  const holding = (given: Readonly<Record<string, Json>>) => ({
    vs_operator_authorizations: [{ ...holder, ...given }],
  });

  it("[D-DE-08] takes VS operators with their records", () => {
    const json = { vs_operator_authorizations: [holder, other] };
    world.import("de", json);
    expect(world.export("de")).toMatchObject(json);
  });

  it.each<readonly [string, Json]>([
    ["an unknown field", { nonsense: 1 }],
    ["fee grants", { fee_grants: [{ grantor_corporation_id: "1", grantee: BOB }] }],
    ["no id", section({ id: "0" })],
    ["an unknown corporation", section({ corporation_id: "9" })],
    ["a malformed operator", section({ operator: "bad" })],
    ["no message types", section({ msg_types: [] })],
    ["a type that is not delegable", section({ msg_types: ["/cosmos.bank.v1beta1.MsgSend"] })],
    ["a session type", section({ msg_types: [SESSION] })],
    ["a period without expiration", section({ period: "5s" })],
    ["a balance above the limit", section({ spend_limit: uvna("1"), remaining_spend: uvna("2") })],
    ["a balance without a limit", section({ remaining_spend: uvna("2") })],
    ["a foreign policy", section({ granting_policy: ALICE })],
    ["an operator twice", { operator_authorizations: [grant, { ...grant, id: "2" }] }],
    ["an id twice", { operator_authorizations: [grant, { ...grant, operator: CAROL }] }],
    [
      "an account of both kinds",
      {
        operator_authorizations: [grant],
        vs_operator_authorizations: [
          {
            id: "1",
            corporation_id: "1",
            vs_operator: BOB,
            records: [{ participant_id: "1", msg_types: [SESSION] }],
          },
        ],
      },
    ],
    ["a participant twice", holding({ records: [record, record] })],
    ["no id of a VS operator", holding({ id: "0" })],
    ["a VS operator of an unknown corporation", holding({ corporation_id: "9" })],
    ["a VS operator without records", holding({ records: [] })],
    [
      "a VS operator twice",
      { vs_operator_authorizations: [holder, { ...other, vs_operator: BOB }] },
    ],
    [
      "an id of VS operators twice",
      { vs_operator_authorizations: [holder, { ...other, id: "1" }] },
    ],
    ["a record without participant", holding({ records: [{ ...record, participant_id: "0" }] })],
    ["a record of no types", holding({ records: [{ ...record, msg_types: [] }] })],
    ["a record with no time in its period", holding({ records: [{ ...record, period: "0s" }] })],
    [
      "a record with more for fees than its limit",
      holding({ records: [{ ...record, remaining_fee_spend: uvna("2") }] }),
    ],
  ])("refuses %s", (_what, json) => {
    const error = world.rolledBack((ctx) => world.genesis("de").init(ctx, json));
    expect(error.kind).toBe(deErrors.invalidGenesis);
  });
});
