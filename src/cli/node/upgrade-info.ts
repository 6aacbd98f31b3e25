import type { DuePlan } from "../../modules/upgrade/index.js";
import { rfc3339 } from "../../wire/rfc3339.js";
import { cliPaths } from "../home.js";
import { writeWhole } from "../write-whole.js";

/**
 * Leaves `upgrade-info.json` in the home's data folder, in Cosmos SDK's form: whoever starts programs
 * learns from it that the version of this name is to be started now.
 */
export function writeUpgradeInfo(home: string, { plan, height }: DuePlan): void {
  const { name, time, info } = plan;
  const known = { name, time: rfc3339(time), height: Number(height) };
  const text = JSON.stringify(info === "" ? known : { ...known, info });
  writeWhole(cliPaths(home).upgradeInfo, text);
}
