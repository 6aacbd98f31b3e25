import type { Plan } from "../../gen/cosmos/upgrade/v1beta1.js";
import type { WriteContext } from "../../keeper/context.js";
import type { StoreUpgrade } from "../../store/upgrade.js";

/** A change of the program that the chain makes at one height: what a new version registers. */
export interface Upgrade {
  /** The name that a plan gives. */
  readonly name: string;
  /** Stores that come, go or change their names with it. */
  readonly stores?: StoreUpgrade;
  /** What is to be done beside the migrations of modules, after them. Throwing stops every node. */
  run?(ctx: WriteContext): void;
}

/** Why a node must not run the next block. */
export type UpgradeFault =
  /** A plan is due that this program does not know. */
  | "needed"
  /** The program knows the plan, whose height is not reached yet. */
  | "too early"
  /** The program does not know the last upgrade that was carried out. */
  | "too old"
  /** The program and the state do not fit together. */
  | "unfit";

/** A plan, and the height of the block that it stands before. */
export interface DuePlan {
  readonly plan: Plan;
  readonly height: bigint;
}

/** Stops a node before it runs a block with the wrong program. The last committed block stays as it is. */
export class UpgradeHalt extends Error {
  override readonly name = "UpgradeHalt";

  constructor(
    readonly fault: UpgradeFault,
    message: string,
    /** What is needed; absent for other faults. */
    readonly due?: DuePlan,
  ) {
    super(message);
  }
}
