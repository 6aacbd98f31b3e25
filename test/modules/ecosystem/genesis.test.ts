import { beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../../src/keeper/query.js";
import { ecErrors } from "../../../src/modules/ecosystem/index.js";
import { RegistryWorld } from "../../support/registry-world.js";

describe("genesis of ecosystems", () => {
  let world: RegistryWorld;

  beforeEach(() => {
    world = new RegistryWorld();
    world.corporation("did:example:one");
    world.corporation("did:example:two");
  });

  const entry = (change: Readonly<Record<string, Json>> = {}): Json => ({
    id: "3",
    did: "did:example:eco",
    corporation_id: "1",
    created: "2026-01-01T00:00:00Z",
    modified: "2026-01-02T00:00:00Z",
    archived: true,
    archived_at: "2026-01-02T00:00:00Z",
    language: "en",
    active_version: 1,
    ...change,
  });
  const section = (...ecosystems: readonly Json[]): Json => ({ ecosystems });

  it("[D-GEN-06] prints the time of archiving where the wire has a flag", () => {
    world.import("ec", section(entry()));
    expect(world.spec("/ec/v1/get", { id: "3" })).toMatchObject({
      ecosystem: { archived: "2026-01-02T00:00:00.000Z" },
    });
  });

  it("[D-GEN-06] takes the time of the last modification where only the flag is given", () => {
    world.import("ec", section(entry({ archived_at: null, modified: "2026-01-05T00:00:00Z" })));
    expect(world.spec("/ec/v1/get", { id: "3" })).toMatchObject({
      ecosystem: { archived: "2026-01-05T00:00:00.000Z" },
    });
  });

  it("[D-GEN-09] goes on after the last id, which is at least the highest that is there", () => {
    world.import("ec", {
      ecosystems: [entry()],
      counters: [{ entity_type: "ec", value: "7" }],
      params: { trust_unit_price: "5" },
    });
    expect(world.export("ec")).toMatchObject({
      counters: [{ entity_type: "ec", value: "7" }],
      params: { trust_unit_price: "5" },
    });
    world.import("ec", section(entry({ id: "9" })));
    expect(world.export("ec")).toMatchObject({ counters: [{ value: "9" }] });
  });

  it.each<readonly [string, Json]>([
    ["an unknown field", { nonsense: [] }],
    ["an unknown counter", { counters: [{ entity_type: "tr", value: "1" }] }],
    ["no id", section(entry({ id: "0" }))],
    ["an id twice", section(entry(), entry())],
    ["a malformed DID", section(entry({ did: "eco" }))],
    ["an unknown corporation", section(entry({ corporation_id: "9" }))],
    ["a DID of two corporations", section(entry(), entry({ id: "4", corporation_id: "2" }))],
    ["no time of creation", section(entry({ created: null }))],
    ["a modification before the creation", section(entry({ modified: "2025-01-01T00:00:00Z" }))],
    ["a malformed language", section(entry({ language: "" }))],
    ["no active version", section(entry({ active_version: 0 }))],
    ["a time of archiving of what is not archived", section(entry({ archived: false }))],
  ])("refuses %s", (_what, json) => {
    const error = world.rolledBack((ctx) => world.genesis("ec").init(ctx, json));
    expect(error.kind).toBe(ecErrors.invalidGenesis);
  });
});
