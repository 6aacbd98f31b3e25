import type { ModuleVersion, Plan } from "../../gen/cosmos/upgrade/v1beta1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { refuse } from "../../keeper/errors.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import type { UpgradeState } from "./state.js";

const DONE = Uint8Array.of(1);

/** The plan, what was carried out, and the version of each module's state. */
export class UpgradeKeeper {
  constructor(readonly state: UpgradeState) {}

  plan(ctx: ReadContext): Plan | undefined {
    return this.state.plan.get(ctx);
  }

  /** Refuses a plan of the past, and a name that was used, with `sdk` 18. */
  checkSchedule(ctx: ReadContext, plan: Plan): void {
    if (plan.height < ctx.height) {
      refuse(sdkErrors.invalidRequest, { log: "upgrade cannot be scheduled in the past" });
    }
    if (this.doneHeight(ctx, plan.name) !== 0n) {
      const log = `upgrade with name ${plan.name} has already been completed`;
      refuse(sdkErrors.invalidRequest, { log });
    }
  }

  /** Height at which an upgrade was carried out; 0n where it was not. */
  doneHeight(ctx: ReadContext, name: string): bigint {
    for (const [[height, done]] of this.state.done.entries(ctx)) if (done === name) return height;
    return 0n;
  }

  /** Name of the upgrade that was carried out last; undefined where there was none. */
  lastDone(ctx: ReadContext): string | undefined {
    return [...this.state.done.entries(ctx)].at(-1)?.[0][1];
  }

  /** Notes that the plan was carried out by the block that runs. */
  complete(ctx: WriteContext, plan: Plan): void {
    this.state.plan.delete(ctx);
    this.state.done.set(ctx, [ctx.height, plan.name], DONE);
  }

  /** By name. */
  versions(ctx: ReadContext): readonly ModuleVersion[] {
    return [...this.state.versions.entries(ctx)].map(([name, version]) => ({ name, version }));
  }
}
