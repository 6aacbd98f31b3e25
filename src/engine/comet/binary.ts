import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { COMET_VERSION } from "../embedded/protocol.js";

/**
 * Path of the cometbft that runs: the given one, else the first of the right release line in the
 * folders of `searchPath` (as PATH has them). Throws an Error that says what to do when there is none
 * or the given one is of another line.
 */
export function findComet(given: string | undefined, searchPath: string): string {
  if (given !== undefined) return fitting(given);
  const found = searchPath.split(delimiter).map(inFolder).filter(isExecutable);
  const refused: string[] = [];
  for (const path of found) {
    try {
      return fitting(path);
    } catch (error) {
      refused.push(error instanceof Error ? error.message : String(error));
    }
  }
  const why = refused.length === 0 ? "was not found" : `was not found (${refused.join("; ")})`;
  throw new Error(
    `cometbft ${line(COMET_VERSION)} ${why}; install it with ` +
      `"go install github.com/cometbft/cometbft/cmd/cometbft@v${COMET_VERSION}", name one with ` +
      "--comet.bin, or use --engine embedded",
  );
}

/** The path itself. Throws an Error where what is there is not of the right release line. */
function fitting(path: string): string {
  const version = versionOf(path);
  if (line(version) === line(COMET_VERSION)) return path;
  throw new Error(`${path} is version ${version}; this node needs ${line(COMET_VERSION)}`);
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
