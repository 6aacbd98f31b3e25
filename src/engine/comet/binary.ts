import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { COMET_VERSION } from "../embedded/protocol.js";

/**
 * Path of the cometbft that runs: the given one, else the first in the folders of `searchPath`
 * (as PATH has them). Throws an Error that says what to do when there is none or it is of another
 * release line.
 */
export function findComet(given: string | undefined, searchPath: string): string {
  const path = given ?? searchPath.split(delimiter).map(inFolder).find(isExecutable);
  if (path === undefined) {
    throw new Error(
      `cometbft ${COMET_VERSION} was not found on the PATH; install it, or use --engine embedded`,
    );
  }
  const version = versionOf(path);
  if (line(version) !== line(COMET_VERSION)) {
    throw new Error(`${path} is version ${version}; this node needs ${line(COMET_VERSION)}`);
  }
  return path;
}

const inFolder = (folder: string): string => join(folder, "cometbft");

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(path: string): string {
  try {
    return execFileSync(path, ["version"], { encoding: "utf8", timeout: 10_000 }).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} does not run: ${reason}`);
  }
}

/** `0.38` of `v0.38.25+abc`. */
function line(version: string): string {
  return version.replace(/^v/, "").split(".").slice(0, 2).join(".");
}
