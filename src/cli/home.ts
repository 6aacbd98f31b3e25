import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { homePaths } from "../engine/home/paths.js";

/** Folder of the development chain in the current folder. */
export const DEV_HOME = ".vprd";

/**
 * The home folder: what was given, else `VPRD_HOME`, else a development chain's home in the current
 * folder, else `~/.verana`.
 */
export function chosenHome(given: string | undefined): string {
  const told = given ?? process.env.VPRD_HOME;
  if (told !== undefined && told !== "") return resolve(told);
  const dev = resolve(DEV_HOME);
  return existsSync(homePaths(dev).genesis) ? dev : join(homedir(), ".verana");
}

/** Files of the node and the command line beside those that the engines share. */
export function cliPaths(home: string) {
  const paths = homePaths(home);
  return {
    ...paths,
    appConfig: join(paths.config, "app.toml"),
    clientConfig: join(paths.config, "client.toml"),
    state: join(paths.data, "application.db"),
    snapshots: join(paths.data, "snapshots"),
    upgradeInfo: join(paths.data, "upgrade-info.json"),
  };
}
