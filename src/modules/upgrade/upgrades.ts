import type { Plan } from "../../gen/cosmos/upgrade/v1beta1.js";
import type { WriteContext } from "../../keeper/context.js";
import type { Module } from "../../keeper/module.js";
import type { UpgradeKeeper } from "./keeper.js";
import { migrate } from "./migrate.js";
import { isDue } from "./plan.js";
import { type Upgrade, UpgradeHalt } from "./types.js";

/** What came of the plan before a block. */
export type UpgradeStep = "none" | "skipped" | "done";

/** A text of a plan that stays one line, whatever is in it. */
const quoted = (text: string): string => JSON.stringify(text);

/** Carries out plans, or stops the node where this program is the wrong one. Cosmos SDK's x/upgrade PreBlocker. */
export class Upgrades {
  /** Whether this program was found to be no older than the state: once is enough. */
  #proven = false;

  constructor(
    private readonly keeper: UpgradeKeeper,
    /** All modules, in the order of their steps. */
    private readonly modules: readonly Module[],
    /** Those that this program knows. */
    private readonly known: readonly Upgrade[],
  ) {}

  /**
   * To be called before anything else of a block. `skip`: heights at which the operator lets a plan
   * pass. Throws UpgradeHalt before anything is written where this program must not run the block.
   */
  before(ctx: WriteContext, skip: ReadonlySet<bigint>): UpgradeStep {
    const plan = this.keeper.plan(ctx);
    const due = plan !== undefined && isDue(plan, ctx.height);
    const skipped = due && skip.has(ctx.height);
    if (!due || skipped) this.#refuseOlder(ctx);
    if (plan === undefined) return "none";
    if (!due) return this.#refuseTooEarly(plan);
    if (skipped) {
      this.keeper.state.plan.delete(ctx);
      return "skipped";
    }
    this.#carryOut(ctx, plan);
    return "done";
  }

  #find(name: string): Upgrade | undefined {
    return this.known.find((upgrade) => upgrade.name === name);
  }

  #carryOut(ctx: WriteContext, plan: Plan): void {
    const upgrade = this.#find(plan.name);
    if (upgrade === undefined) {
      const { name, height, info } = plan;
      const message = `UPGRADE ${quoted(name)} NEEDED at height: ${height}: ${quoted(info).slice(1, -1)}`;
      throw new UpgradeHalt("needed", message, { plan, height: ctx.height });
    }
    migrate(ctx, this.keeper.state, this.modules);
    upgrade.run?.(ctx);
    this.keeper.complete(ctx, plan);
    this.#proven = true;
  }

  #refuseTooEarly({ name, height }: Plan): "none" {
    if (this.#find(name) === undefined) return "none";
    const message =
      `BINARY UPDATED BEFORE TRIGGER! UPGRADE ${quoted(name)} - in binary but not executed on chain. ` +
      `Downgrade your binary: it is due at height ${height}`;
    throw new UpgradeHalt("too early", message);
  }

  #refuseOlder(ctx: WriteContext): void {
    if (this.#proven) return;
    const last = this.keeper.lastDone(ctx);
    if (last !== undefined && this.#find(last) === undefined) {
      const message = `wrong app version, upgrade handler is missing for ${last} upgrade plan`;
      throw new UpgradeHalt("too old", message);
    }
    this.#proven = true;
  }
}
