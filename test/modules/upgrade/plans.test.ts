import { beforeEach, describe, expect, it } from "vitest";
import {
  MsgCancelUpgrade,
  MsgSoftwareUpgrade,
  Plan,
  Query,
  type QueryAppliedPlanResponse,
  type QueryAuthorityResponse,
  type QueryCurrentPlanResponse,
  type QueryModuleVersionsResponse,
  type QueryUpgradedConsensusStateResponse,
} from "../../../src/gen/cosmos/upgrade/v1beta1.js";
import { governanceAddress } from "../../../src/keeper/governance.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { ALICE, RegistryWorld } from "../../support/registry-world.js";

const GOV = governanceAddress("verana");

let world: RegistryWorld;

beforeEach(() => {
  world = new RegistryWorld({ height: 10n });
});

const planOf = (init: Partial<Plan> = {}): Plan =>
  Plan.create({ name: "v2", height: 20n, info: "https://example.com/v2", ...init });
const schedule = (init: Partial<Plan> = {}) =>
  world.send(MsgSoftwareUpgrade, { authority: GOV, plan: planOf(init) }, GOV, "gov");
const current = () => world.query<QueryCurrentPlanResponse>(Query.CurrentPlan.path).plan;

describe("x/upgrade MsgSoftwareUpgrade", () => {
  it("schedules a plan, and another one in its place", () => {
    expect(current()).toBeUndefined();
    schedule();
    expect(current()).toEqual(planOf());
    schedule({ name: "v3", height: 30n });
    expect(current()).toEqual(planOf({ name: "v3", height: 30n }));
  });

  it("takes the height of the block that runs, and none before it", () => {
    schedule({ height: 10n });
    expect(current()?.height).toBe(10n);
    const plan = planOf({ height: 9n });
    const error = world.refuses(MsgSoftwareUpgrade, { authority: GOV, plan }, GOV, "gov");
    expect(error.kind).toBe(sdkErrors.invalidRequest);
  });

  it.each([
    ["without a name", { name: "" }],
    ["without a height", { height: 0n }],
    ["with a negative height", { height: -1n }],
    ["with a time", { time: 1_800_000_000_000_000_000n }],
    [
      "with a state of an IBC client",
      { upgradedClientState: { typeUrl: "/a.B", value: new Uint8Array() } },
    ],
  ])("refuses a plan %s", (_what, init) => {
    const message = { authority: GOV, plan: planOf(init) };
    const error = world.refuses(MsgSoftwareUpgrade, message, GOV, "gov");
    expect(error.kind).toBe(sdkErrors.invalidRequest);
  });

  it("refuses the name of an upgrade that was carried out", () => {
    schedule({ height: 10n });
    const { upgrades } = world.app;
    expect(() => world.run((ctx) => upgrades.before(ctx, new Set()))).toThrow(/v2/);
    world.run((ctx) => {
      // As the next version of the program leaves it.
      const store = ctx.stores.store("upgrade");
      store.set(Buffer.from("01000000000000000a7632", "hex"), Uint8Array.of(1));
    });
    const message = { authority: GOV, plan: planOf() };
    const error = world.refuses(MsgSoftwareUpgrade, message, GOV, "gov");
    expect(error.kind).toBe(sdkErrors.invalidRequest);
    const applied = (name: string) =>
      world.query<QueryAppliedPlanResponse>(Query.AppliedPlan.path, { name }).height;
    expect([applied("v2"), applied("v1"), applied("")]).toEqual([10n, 0n, 0n]);
  });

  it("is governance's alone, and so is MsgCancelUpgrade", () => {
    for (const [authority, signer] of [
      [ALICE, ALICE],
      [GOV, ALICE],
    ] as const) {
      const scheduled = world.refuses(MsgSoftwareUpgrade, { authority, plan: planOf() }, signer);
      const cancelled = world.refuses(MsgCancelUpgrade, { authority }, signer);
      for (const { kind } of [scheduled, cancelled]) {
        expect([kind.codespace, kind.code]).toEqual(["gov", 13]);
      }
    }
  });
});

describe("a plan of odd texts", () => {
  it("stops a node with one line, whatever they are", () => {
    const odd = { name: 'a"b\nERROR: \u0000', info: "x\r\ny", height: 10n };
    schedule(odd);
    expect(current()).toEqual(planOf(odd));
    const { upgrades } = world.app;
    const halt = () => world.run((ctx) => upgrades.before(ctx, new Set()));
    expect(halt).toThrow(/^UPGRADE "a\\"b\\nERROR: \\u0000" NEEDED at height: 10: x\\r\\ny$/);
  });
});

describe("x/upgrade MsgCancelUpgrade", () => {
  it("forgets the plan; where there is none nothing happens", () => {
    schedule();
    const cancel = () => world.send(MsgCancelUpgrade, { authority: GOV }, GOV, "gov");
    cancel();
    expect(current()).toBeUndefined();
    cancel();
    expect(current()).toBeUndefined();
  });
});

describe("x/upgrade's queries", () => {
  const versions = (moduleName = "") =>
    world.query<QueryModuleVersionsResponse>(Query.ModuleVersions.path, { moduleName })
      .moduleVersions;

  it("list the versions of all modules as a chain starts with them, and one of them", () => {
    world.import("upgrade", {});
    const all = Object.fromEntries(versions().map(({ name, version }) => [name, version]));
    expect(all).toMatchObject({ auth: 5n, bank: 4n, consensus: 1n, mint: 2n, upgrade: 2n, co: 1n });
    expect(Object.keys(all)).toEqual(world.app.modules.map(({ name }) => name).sort());
    expect(versions("bank")).toEqual([{ name: "bank", version: 4n }]);
    expect(() => versions("nft")).toThrow(expect.objectContaining({ kind: sdkErrors.notFound }));
  });

  it("tell the authority, and no state of an IBC client", () => {
    expect(world.query<QueryAuthorityResponse>(Query.Authority.path).address).toBe(GOV);
    const { upgradedConsensusState } = world.query<QueryUpgradedConsensusStateResponse>(
      Query.UpgradedConsensusState.path,
      { lastHeight: 5n },
    );
    expect(upgradedConsensusState).toHaveLength(0);
  });
});

describe("the section of the genesis", () => {
  it("is empty, and nothing else is taken for it", () => {
    expect(world.export("upgrade")).toEqual({});
    for (const section of [[], "", 1, true, { plan: {} }]) {
      const genesis = world.genesis("upgrade");
      const error = world.refused((ctx) => genesis.init(ctx, section));
      expect(error.kind.codespace).toBe("upgrade_genesis");
    }
  });
});
