// Finds the pinned CometBFT binary, or installs it with Go into the project's own .tools folder.
// Prints its path. Exit status 1 when there is none and none can be made.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const COMET_VERSION = "0.38.25";
const MODULE = `github.com/cometbft/cometbft/cmd/cometbft@v${COMET_VERSION}`;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bin = join(root, ".tools", "bin");

/** Path of a cometbft of the pinned version; undefined when there is none. */
export function findComet() {
  const places = [bin, ...(process.env.PATH ?? "").split(delimiter)];
  return places
    .map((folder) => join(folder, "cometbft"))
    .find((file) => existsSync(file) && versionOf(file) === COMET_VERSION);
}

/** Path of the binary, after `go install` where it was missing; undefined when Go is missing too. */
export function ensureComet() {
  const found = findComet();
  if (found !== undefined) return found;
  if (spawnSync("go", ["version"]).status !== 0) return undefined;
  mkdirSync(bin, { recursive: true });
  const env = { ...process.env, GOBIN: bin, GOFLAGS: "-trimpath", CGO_ENABLED: "0" };
  // The module's proxy does not know the version of a plain `go install`; the linker is told.
  const ldflags = `-X github.com/cometbft/cometbft/version.TMCoreSemVer=${COMET_VERSION}`;
  const { status } = spawnSync("go", ["install", `-ldflags=${ldflags}`, MODULE], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status === 0 ? findComet() : undefined;
}

function versionOf(file) {
  try {
    return execFileSync(file, ["version"], { encoding: "utf8" }).trim().split("+")[0];
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = ensureComet();
  if (path === undefined) {
    console.error(`cometbft ${COMET_VERSION} was not found and Go is not installed to make it`);
    process.exit(1);
  }
  console.log(path);
}
