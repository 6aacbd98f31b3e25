import type { WriteContext } from "../../keeper/context.js";
import type { Module } from "../../keeper/module.js";
import type { UpgradeState } from "./state.js";
import { UpgradeHalt } from "./types.js";

/** Version of a module's state in this program. */
export const versionOf = ({ version = 1n }: Module): bigint => version;

/**
 * Brings the state of every module to its version, in the order of their steps: a module that the
 * chain did not have begins with its fresh genesis, the others run their migrations one by one. A
 * state that cannot be brought there stops the node.
 */
export function migrate(ctx: WriteContext, state: UpgradeState, modules: readonly Module[]): void {
  const before = new Map(state.versions.entries(ctx));
  if (before.size === 0) {
    throw unfit("the chain keeps no versions of its modules: it was made before there were any");
  }
  for (const module of modules) {
    migrateModule(ctx, module, before.get(module.name));
    state.versions.set(ctx, module.name, versionOf(module));
  }
  const known = new Set(modules.map(({ name }) => name));
  for (const name of before.keys()) if (!known.has(name)) state.versions.delete(ctx, name);
}

function migrateModule(ctx: WriteContext, module: Module, from: bigint | undefined): void {
  const { name, genesis, migrations } = module;
  const to = versionOf(module);
  if (from === undefined) {
    genesis?.init(ctx, genesis.fresh(ctx.chain));
    return;
  }
  if (from > to) throw unfit(`module ${name} has version ${from}, and this program version ${to}`);
  for (let version = from; version < to; version += 1n) {
    const step = migrations?.get(version);
    if (step === undefined) throw unfit(`module ${name} has no migration from version ${version}`);
    step(ctx);
  }
}

const unfit = (message: string): UpgradeHalt => new UpgradeHalt("unfit", message);
