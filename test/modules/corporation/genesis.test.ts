import { beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../../src/keeper/query.js";
import { coErrors } from "../../../src/modules/corporation/index.js";
import { ALICE, RegistryWorld } from "../../support/registry-world.js";

/** A world with two groups. */
function prepared(): { readonly world: RegistryWorld; readonly policies: readonly string[] } {
  const world = new RegistryWorld();
  return { world, policies: [world.group(), world.group()] };
}

describe("genesis of corporations", () => {
  let world: RegistryWorld;
  let policies: readonly string[];

  beforeEach(() => {
    ({ world, policies } = prepared());
  });

  const entry = (n: number, change: Readonly<Record<string, Json>> = {}): Json => ({
    id: String(n),
    policy_address: policies[n - 1] ?? "",
    did: `did:example:${n}`,
    created: "2026-01-01T00:00:00Z",
    modified: "2026-01-02T00:00:00.000000007Z",
    language: "en",
    active_version: 1,
    ...change,
  });

  it("[D-GEN-01] comes out as it went in, under group ids", () => {
    for (const policy of policies) world.grant(policy);
    world.register(policies[0] ?? "", "did:example:a");
    world.pass(1n);
    world.register(policies[1] ?? "", "did:example:b");
    const section = world.export("co");
    const fresh = prepared().world;
    fresh.import("co", section);
    expect(fresh.export("co")).toEqual(section);
    expect(fresh.spec("/co/v1/get", { corporation: policies[1] ?? "" })).toMatchObject({
      corporation: { corporation: "2", versions: [] },
    });
  });

  it("[D-GF-04] without the active version of its framework is a fault", () => {
    world.grant(policies[0] ?? "");
    world.register(policies[0] ?? "");
    expect(world.faults()).toEqual([]);
    const fresh = prepared().world;
    fresh.import("co", world.export("co"));
    expect(fresh.faults()).toEqual([
      "co/frameworks: corporation 1 has no version 1 of its framework",
    ]);
  });

  it("[D-CO-03] keeps archived corporations' DIDs taken", () => {
    world.import("co", { corporations: [entry(1, { archived: "2026-01-03T00:00:00Z" })] });
    expect(world.spec("/co/v1/get", { corporation: "1" })).toMatchObject({
      corporation: { archived: "2026-01-03T00:00:00.000Z" },
    });
    world.grant(policies[1] ?? "");
    expect(() => world.register(policies[1] ?? "", "did:example:1")).toThrow("did");
  });

  it.each<readonly [string, () => Json]>([
    ["an unknown field", () => ({ nonsense: [] })],
    ["no id", () => ({ corporations: [entry(1, { id: "0" })] })],
    ["an id twice", () => ({ corporations: [entry(1), entry(1)] })],
    ["a DID twice", () => ({ corporations: [entry(1), entry(2, { did: "did:example:1" })] })],
    ["a malformed policy", () => ({ corporations: [entry(1, { policy_address: "bad" })] })],
    ["an account for a policy", () => ({ corporations: [entry(1, { policy_address: ALICE })] })],
    [
      "the policy of another group",
      () => ({ corporations: [entry(1, { policy_address: policies[1] ?? "" })] }),
    ],
    ["a malformed DID", () => ({ corporations: [entry(1, { did: "bad" })] })],
    ["a malformed language", () => ({ corporations: [entry(1, { language: "!" })] })],
    ["no active version", () => ({ corporations: [entry(1, { active_version: 0 })] })],
    [
      "a modification before the creation",
      () => ({ corporations: [entry(1, { modified: "2025-01-01T00:00:00Z" })] }),
    ],
  ])("refuses %s", (_what, section) => {
    const error = world.rolledBack((ctx) => world.genesis("co").init(ctx, section()));
    expect(error.kind).toBe(coErrors.invalidGenesis);
  });
});
