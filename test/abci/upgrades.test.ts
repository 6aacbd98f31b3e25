import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Query as MintQuery, type QueryParamsResponse } from "../../src/gen/cosmos/mint/v1beta1.js";
import {
  Query,
  QueryAppliedPlanRequest,
  QueryAppliedPlanResponse,
  type QueryCurrentPlanResponse,
  type QueryModuleVersionsResponse,
} from "../../src/gen/cosmos/upgrade/v1beta1.js";
import { type UpgradeFault, UpgradeHalt } from "../../src/modules/upgrade/index.js";
import { StoreFault } from "../../src/store/contract.js";
import {
  laterRelease,
  MIGRATED_BLOCKS,
  NEXT,
  NOTES_QUERY,
  nextRelease,
  releaseWith,
  thisRelease,
} from "../support/next-release.js";
import { VersionedNode } from "../support/versioned-node.js";

const AT = 5n;
const plan = { name: NEXT, height: AT, info: "a hint" };
const old = thisRelease({ at: 2n, plan });
const next = nextRelease(old);

let node: VersionedNode;

beforeEach(() => {
  node = new VersionedNode();
});

afterEach(() => node.remove());

const fault = (error: unknown): UpgradeFault | undefined =>
  error instanceof UpgradeHalt ? error.fault : undefined;
const planOf = () => node.query<QueryCurrentPlanResponse>(Query.CurrentPlan).plan;
const appliedAt = (name: string) =>
  node.query<QueryAppliedPlanResponse>(Query.AppliedPlan, { name }).height;
const blocksPerYear = () => node.query<QueryParamsResponse>(MintQuery.Params).params.blocksPerYear;
const versionOf = (moduleName: string) =>
  node.query<QueryModuleVersionsResponse>(Query.ModuleVersions, { moduleName }).moduleVersions[0]
    ?.version;
const notes = (height = 0n) =>
  node.ask(NOTES_QUERY, QueryAppliedPlanRequest.encode({ name: "" }), height);
const counted = () => QueryAppliedPlanResponse.decode(notes().value).height;

/** A chain that the version before brought to its halt, with the next one open. */
async function upgraded(to = AT + 3n): Promise<void> {
  await node.open(old);
  await node.stopsAt(AT);
  await node.open(next);
  await node.run(to);
}

describe("a plan that is due", () => {
  it("stops the version that does not know it before that block, as often as it is started", async () => {
    await node.open(old);
    for (let start = 0; start < 2; start++) {
      expect(fault(await node.stopsAt(AT + 1n))).toBe("needed");
      expect(node.height).toBe(AT - 1n);
      await node.open(old);
    }
    expect(node.needed.map(({ height, plan: { name, info } }) => [height, name, info])).toEqual([
      [AT, NEXT, "a hint"],
      [AT, NEXT, "a hint"],
    ]);
  });

  it("is carried out once by the next version: migration, new store, new module", async () => {
    await upgraded();
    expect(blocksPerYear()).toBe(MIGRATED_BLOCKS);
    expect([versionOf("mint"), versionOf("notes"), versionOf("bank")]).toEqual([3n, 1n, 4n]);
    // Its fresh genesis, and a block for each since.
    expect(counted()).toBe(1_000n + 4n);
    expect(planOf()).toBeUndefined();
    expect(appliedAt(NEXT)).toBe(AT);
    expect(node.faults()).toEqual([]);
    expect(node.store.info(AT - 1n)?.stores.map(({ name }) => name)).not.toContain("notes");
    expect(node.store.info(AT)?.stores.map(({ name }) => name)).toContain("notes");
    await node.open(next);
    await node.run(AT + 5n);
    expect(counted()).toBe(1_000n + 6n);
    expect(appliedAt(NEXT)).toBe(AT);
  });

  it("gives the same app hashes on every node, whenever it was stopped in between", async () => {
    await upgraded();
    const other = new VersionedNode();
    try {
      await other.open(old);
      await other.run(AT - 2n);
      await other.open(old);
      await other.stopsAt(AT);
      for (let height = AT; height <= AT + 3n; height++) {
        await other.open(next);
        await other.run(height);
      }
      expect(other.appHashes).toEqual(node.appHashes);
    } finally {
      await other.remove();
    }
  });

  it("passes where the operator skips its height, and nothing is migrated", async () => {
    await node.open(old, { skip: [AT] });
    await node.run(AT + 1n);
    expect(planOf()).toBeUndefined();
    expect(appliedAt(NEXT)).toBe(0n);
    expect(blocksPerYear()).not.toBe(MIGRATED_BLOCKS);
    // The next version brings a store that this chain does not have.
    await expect(node.open(next, { skip: [AT] })).rejects.toThrow(StoreFault);
  });

  it("of a name that was changed after the halt needs its own version", async () => {
    const other = nextRelease(old, "another");
    await node.open(old);
    await node.stopsAt(AT);
    await expect(node.open(other)).rejects.toThrow(StoreFault);
    await node.open(old);
    expect(fault(await node.stopsAt(AT))).toBe("needed");
  });
});

describe("the wrong version of the program", () => {
  it("does not open a state before its upgrade is due, nor one that is past another's", async () => {
    await node.open(old);
    await node.run(AT - 2n);
    await expect(node.open(next)).rejects.toThrow(StoreFault);
    await node.open(old);
    await node.stopsAt(AT);
    await node.open(next);
    await node.run(AT);
    await expect(node.open(old)).rejects.toThrow(StoreFault);
  });

  it("without a store of its own stops before the first block: too early, or too old", async () => {
    const known = releaseWith(old, { name: NEXT });
    await node.open(known);
    await node.run(2n);
    expect(fault(await node.stopsAt(3n))).toBe("too early");
    await node.open(old);
    await node.stopsAt(AT);
    await node.open(known);
    await node.run(AT);
    expect(node.faults()).toEqual([]);
    await node.open(old);
    expect(fault(await node.stopsAt(AT + 1n))).toBe("too old");
    expect(node.height).toBe(AT);
    await node.open(known);
    await node.run(AT + 1n);
  });

  it("whose modules lack a migration, or are older than the state, stops and keeps the state", async () => {
    const withMint = (version: bigint) => ({
      ...releaseWith(old, { name: NEXT }),
      adapt: (modules: Parameters<NonNullable<typeof old.adapt>>[0]) =>
        (old.adapt?.(modules) ?? modules).map((module) =>
          module.name === "mint" ? { ...module, version } : module,
        ),
    });
    await node.open(old);
    await node.stopsAt(AT);
    for (const version of [3n, 1n]) {
      await node.open(withMint(version));
      expect(fault(await node.stopsAt(AT))).toBe("unfit");
      expect(node.height).toBe(AT - 1n);
    }
    expect(node.faults()).toEqual([expect.stringContaining("upgrade/versions")]);
    await node.open(withMint(2n));
    await node.run(AT);
    expect(versionOf("mint")).toBe(2n);
  });
});

describe("a node that is ended while it upgrades", () => {
  it.each([
    "finalize: begun",
    "finalize: run",
    "finalize: staged",
    "commit: batch made",
    "commit: batch written",
    "app commit: stored",
  ])("at %s goes on to the same app hashes", async (point) => {
    await upgraded(AT + 1n);
    const struck = new VersionedNode();
    try {
      await struck.open(old);
      await struck.stopsAt(AT);
      const strike = (passed: string) => {
        if (passed === point) throw new Error("ended here");
      };
      await struck.open(next, { strike });
      expect(await struck.stopsAt(AT)).toBeDefined();
      await struck.open(next);
      await struck.run(AT + 1n);
      expect(struck.appHashes.get(AT + 1n)).toBe(node.appHashes.get(AT + 1n));
    } finally {
      await struck.remove();
    }
  });
});

describe("a state that is rolled back behind its upgrade", () => {
  it("halts the version before again, and is upgraded again to the same app hashes", async () => {
    await upgraded(AT + 2n);
    const before = new Map(node.appHashes);
    await node.open(next);
    await node.store.rollback(AT - 1n);
    await node.open(old);
    expect(planOf()?.name).toBe(NEXT);
    expect(fault(await node.stopsAt(AT))).toBe("needed");
    await node.open(next);
    await node.run(AT + 2n);
    expect(node.appHashes).toEqual(before);
    await node.store.rollback(AT + 1n);
    await node.open(next);
    await node.run(AT + 2n);
    expect(node.appHashes).toEqual(before);
  });
});

describe("stores of upgrades", () => {
  it("are not there before: a query at that height is refused, and the node goes on", async () => {
    await upgraded();
    for (const height of [1n, AT - 1n]) {
      const refused = notes(height);
      expect([refused.codespace, refused.code]).toEqual(["sdk", 26]);
      expect(node.ask("/store/notes/key", Uint8Array.of(0), height).code).toBe(4);
    }
    expect(node.ask("/store/notes/key", Uint8Array.of(0), AT).value).toHaveLength(8);
    await node.run(AT + 4n);
  });

  it("take another name with all they hold, and go", async () => {
    const renaming = laterRelease(
      thisReleaseThen({ at: 7n, plan: { name: "renames", height: 9n } }),
      "renames",
      "papers",
    );
    await upgraded(6n);
    await node.open(thisReleaseThen({ at: 7n, plan: { name: "renames", height: 9n } }));
    expect(fault(await node.stopsAt(9n))).toBe("needed");
    const before = counted();
    await node.open(renaming);
    await node.run(9n);
    expect(counted()).toBe(before + 1n);
    expect(node.store.info(9n)?.stores.map(({ name }) => name)).toContain("papers");
    expect(node.store.info(9n)?.stores.map(({ name }) => name)).not.toContain("notes");
    await node.open(renaming);
    await node.run(10n);
    expect(counted()).toBe(before + 2n);
  });

  it("go with their module, whose version is forgotten", async () => {
    const scheduled = thisReleaseThen({ at: 7n, plan: { name: "removes", height: 8n } });
    await upgraded(6n);
    await node.open(scheduled);
    await node.stopsAt(8n);
    await node.open(laterRelease(scheduled, "removes", undefined));
    await node.run(9n);
    expect(node.store.info(9n)?.stores.map(({ name }) => name)).not.toContain("notes");
    expect(notes().code).toBe(6);
    expect(() => versionOf("notes")).toThrow(/not found/);
  });
});

/** The next version, which schedules a further plan by itself. */
function thisReleaseThen(scheduled: Parameters<typeof thisRelease>[0]) {
  return nextRelease(thisRelease(scheduled));
}
