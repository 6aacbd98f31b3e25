import { Plan } from "../../gen/cosmos/upgrade/v1beta1.js";
import { bytesValue, protoValue, Schema, u64Value } from "../../keeper/collections.js";
import { restTextKey, tupleKey, u64Key } from "../../keeper/keys.js";
import { remembered } from "../../keeper/remembered.js";
import type { ReadStore } from "../../store/contract.js";
import { isDue } from "./plan.js";

/** Name of the module's store. */
export const UPGRADE_STORE = "upgrade";

const PLAN_PREFIX = 0;

const doneKey = tupleKey<readonly [bigint, string]>(u64Key, restTextKey);

/** Every byte of store `upgrade`, as Cosmos SDK's x/upgrade lays it out. */
export function upgradeState(addressPrefix: string) {
  const schema = new Schema(UPGRADE_STORE, addressPrefix);
  return {
    /** The plan that waits. */
    plan: schema.item(PLAN_PREFIX, "plan", remembered(protoValue(Plan))),
    /** Upgrades that were carried out: height and name. */
    done: schema.map(1, "done", { key: doneKey, value: bytesValue }),
    /** Version of each module's state, by module. */
    versions: schema.map(2, "module_versions", { key: restTextKey, value: u64Value }),
  };
}

export type UpgradeState = ReturnType<typeof upgradeState>;

/** The plan that a committed state holds, where it is due at a height: read before any module is there. */
export function duePlan(store: ReadStore, height: bigint): Plan | undefined {
  const bytes = store.get(Uint8Array.of(PLAN_PREFIX));
  const plan = bytes === undefined ? undefined : Plan.decode(bytes);
  return plan !== undefined && isDue(plan, height) ? plan : undefined;
}
