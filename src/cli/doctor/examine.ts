import { existsSync } from "node:fs";
import { join } from "node:path";
import { APP_FILE, CLIENT_FILE, type ConfigFile, ENGINE_FILE, inspect } from "../config/files.js";
import type { Sections, Values } from "../config/settings.js";
import { cliPaths } from "../home.js";
import { checkConfig } from "./check-config.js";
import { compareData, examineData } from "./check-data.js";
import { examineGenesis } from "./check-genesis.js";
import { checkKeys, checkSignerState } from "./check-keys.js";
import { checkMachine, checkPorts } from "./check-machine.js";
import { type Finding, fault } from "./finding.js";

/**
 * Everything about a home that can keep a node from running, or from running safely. Reads only: the
 * databases are looked at in copies, and not at all while a node runs.
 */
export async function examine(home: string): Promise<readonly Finding[]> {
  if (!existsSync(home)) return [fault("home", `${home} is missing`, "vprd init makes it")];
  const paths = cliPaths(home);
  const { genesis, findings } = await examineGenesis(paths.genesis);
  const data = await examineData(home);
  const client = valuesOf(home, CLIENT_FILE);
  const comet = existsSync(join(paths.data, "blockstore.db"));
  return [
    ...checkConfig(home),
    ...findings,
    ...checkKeys(home, genesis),
    checkSignerState(home, data.cometHeight),
    ...data.findings,
    ...compareData(data, { genesis: genesis?.chainId, client: client?.["chain-id"] }),
    ...checkMachine(home, comet),
    ...(await checkPorts(addressesOf(home), data.running)),
  ];
}

function addressesOf(home: string): Readonly<Record<string, string>> {
  const [app, engine] = [valuesOf(home, APP_FILE), valuesOf(home, ENGINE_FILE)];
  return {
    ...(engine === undefined ? {} : { "rpc.laddr": engine.rpc.laddr, proxy_app: engine.proxy_app }),
    ...(app?.api.enable === true ? { "api.address": app.api.address } : {}),
  };
}

/** A file's values; undefined where it cannot be read, which is told elsewhere. */
function valuesOf<T extends Sections>(home: string, of: ConfigFile<T>): Values<T> | undefined {
  try {
    return inspect(home, of).values;
  } catch {
    return undefined;
  }
}
