import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { findComet } from "../engine/comet/binary.js";
import { CliError, messageOf } from "./failure.js";

/**
 * Path of the cometbft to run: the given one, else the first on the PATH, else the one that the project
 * built for itself. Throws CliError that says what to do when there is none.
 */
export function chosenComet(given?: string): string {
  const own = fileURLToPath(new URL("../../.tools/bin", import.meta.url));
  try {
    return findComet(given, [process.env.PATH ?? "", own].join(delimiter));
  } catch (error) {
    throw new CliError(messageOf(error));
  }
}
