import type { RequestFinalizeBlock } from "../gen/tendermint/abci.js";
import type { WriteContext } from "../keeper/context.js";
import { type DuePlan, UpgradeHalt, type Upgrades } from "../modules/upgrade/index.js";
import type { Logger } from "./logger.js";

/** The first block that a node does not run any more; 0 for none. */
export interface HaltAt {
  readonly height: bigint;
  /** Block time, seconds since the Unix epoch. */
  readonly time: bigint;
}

/** Where an operator wants other things of a block than to run it. */
export interface StopOptions {
  /** Where this node stops of itself. */
  readonly halt?: HaltAt;
  /** Heights at which this node lets a plan of an upgrade pass. */
  readonly skipUpgrades?: ReadonlySet<bigint> | undefined;
  /** Told of the plan that this program does not know, before the node stops for it. */
  readonly upgradeNeeded?: ((due: DuePlan) => void) | undefined;
  readonly logger: Logger;
}

/** Throws at a block at which the node halts: as in Cosmos SDK, it does not run it. */
export function refuseHalted({ halt }: StopOptions, { height, time }: RequestFinalizeBlock): void {
  if (halt === undefined) return;
  const isReached =
    (halt.height > 0n && height >= halt.height) ||
    (halt.time > 0n && time / 1_000_000_000n >= halt.time);
  if (!isReached) return;
  throw new Error(`halt per configuration height ${halt.height} time ${halt.time}`);
}

/** Carries out the plan that is due. Throws UpgradeHalt where this program must not run the block. */
export function upgradeBefore(ctx: WriteContext, upgrades: Upgrades, options: StopOptions): void {
  const { skipUpgrades = new Set(), upgradeNeeded, logger } = options;
  try {
    const step = upgrades.before(ctx, skipUpgrades);
    if (step === "none") return;
    logger.warn("the plan of an upgrade was due", { height: ctx.height, step });
  } catch (error) {
    const due = error instanceof UpgradeHalt ? error.due : undefined;
    if (due !== undefined) upgradeNeeded?.(due);
    throw error;
  }
}
