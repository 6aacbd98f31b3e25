/*
 * Versions of the program for tests of upgrades. The first is this program with a module that schedules
 * the plan, where no governance does; the next ones have a module, a store and a migration more.
 */
import { RELEASE, type Release } from "../../src/abci/release.js";
import { Params } from "../../src/gen/cosmos/mint/v1beta1.js";
import {
  MsgSoftwareUpgrade,
  Plan,
  QueryAppliedPlanRequest,
  QueryAppliedPlanResponse,
} from "../../src/gen/cosmos/upgrade/v1beta1.js";
import { Schema, u64Value } from "../../src/keeper/collections.js";
import type { ReadContext, WriteContext } from "../../src/keeper/context.js";
import { governanceAddress } from "../../src/keeper/governance.js";
import type { Module } from "../../src/keeper/module.js";
import { defineQuery } from "../../src/keeper/query.js";
import { type Upgrade, upgradeModule } from "../../src/modules/upgrade/index.js";
import type { StoreUpgrade } from "../../src/store/upgrade.js";

/** Name of the upgrade that the next version brings. */
export const NEXT = "notes";

/** Blocks of a year, after the migration of inflation. */
export const MIGRATED_BLOCKS = 1_234_567n;

/** Path of the query that the next version has more. */
export const NOTES_QUERY = "/test.notes.v1.Query/Blocks";

/** Sends a message as governance would once a proposal has passed. */
export function asGovernance(
  ctx: WriteContext,
  modules: readonly Module[],
  plan: Partial<Plan>,
): void {
  const { module } = upgradeModule({ settings: ctx.chain, modules, upgrades: [] });
  const authority = governanceAddress(ctx.chain.prefix);
  const binding = module.messages?.find(({ type }) => type === MsgSoftwareUpgrade);
  const message = { authority, plan: Plan.create(plan) };
  binding?.run(ctx, message, { account: authority, via: "gov" });
}

/** Schedules a plan in its block. It has no state: every version may have it or not. */
const scheduler = (at: bigint, plan: Partial<Plan>): Module => ({
  name: "scheduler",
  endBlock(ctx) {
    if (ctx.height === at) asGovernance(ctx, [], plan);
  },
});

/** Counts the blocks since it is there, in a store of its own. */
function notesModule(storeName: string): Module {
  const blocks = new Schema(storeName, "verana").item(0, "blocks", u64Value);
  const count = (ctx: ReadContext) => blocks.get(ctx) ?? 0n;
  return {
    name: "notes",
    genesis: {
      name: "notes",
      fresh: () => ({}),
      init: (ctx) => blocks.set(ctx, 1_000n),
      export: (ctx) => count(ctx).toString(),
    },
    queries: [
      defineQuery({
        method: {
          path: NOTES_QUERY,
          request: QueryAppliedPlanRequest,
          response: QueryAppliedPlanResponse,
          http: [],
        },
        run: (ctx) => ({ height: count(ctx) }),
      }),
    ],
    endBlock: (ctx) => blocks.set(ctx, count(ctx) + 1n),
  };
}

/** Inflation of a further version, whose years have another number of blocks. */
const migrated = (module: Module): Module => ({
  ...module,
  version: 3n,
  migrations: new Map([
    [
      2n,
      (ctx) => {
        const store = ctx.stores.store("mint");
        const params = Params.decode(store.get(Uint8Array.of(1)) ?? new Uint8Array());
        const next = { ...params, blocksPerYear: MIGRATED_BLOCKS };
        store.set(Uint8Array.of(1), Params.encode(next));
      },
    ],
  ]),
});

/** This version of the program; with `scheduled` it schedules a plan at a height by itself. */
export function thisRelease(scheduled?: {
  readonly at: bigint;
  readonly plan: Partial<Plan>;
}): Release {
  if (scheduled === undefined) return RELEASE;
  const { at, plan } = scheduled;
  return { ...RELEASE, adapt: (modules) => [...modules, scheduler(at, plan)] };
}

/** The next version: a module with a store, a migration, and what else an upgrade does. */
export function nextRelease(base: Release = RELEASE, name = NEXT): Release {
  return {
    stores: [...base.stores, "notes"],
    upgrades: [...base.upgrades, { name, stores: { added: ["notes"] } }],
    adapt: (modules) =>
      [...(base.adapt?.(modules) ?? modules), notesModule("notes")].map((module) =>
        module.name === "mint" ? migrated(module) : module,
      ),
  };
}

/** A version whose only difference is the upgrade that it knows. */
export const releaseWith = (base: Release, ...upgrades: readonly Upgrade[]): Release => ({
  ...base,
  upgrades: [...base.upgrades, ...upgrades],
});

/** The version after the next: the store has another name, or is gone with its module. */
export function laterRelease(base: Release, name: string, store: string | undefined): Release {
  const stores: StoreUpgrade =
    store === undefined ? { deleted: ["notes"] } : { renamed: [["notes", store]] };
  const kept = base.stores.filter((one) => one !== "notes");
  return {
    stores: store === undefined ? kept : [...kept, store],
    upgrades: [...base.upgrades, { name, stores }],
    adapt(modules) {
      const others = (base.adapt?.(modules) ?? modules).filter((module) => module.name !== "notes");
      return store === undefined ? others : [...others, notesModule(store)];
    },
  };
}
