import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { NodeOptions } from "../../src/cli/node/start-node.js";
import { NEXT } from "./next-release.js";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * A node of the next version of the program, in a process of its own. With `strike` it kills itself
 * where it passes that fault point for the first time.
 */
export function nextVersion(
  options: Partial<NodeOptions> & Pick<NodeOptions, "home">,
  { strike }: { readonly strike?: string } = {},
): ChildProcess {
  const struck = strike === undefined ? {} : { VPR_STRIKE: strike };
  const env = { ...process.env, VPR_NEXT: NEXT, ...struck };
  const args = [path("run-ts.mjs"), path("struck-vprd.ts"), JSON.stringify(options)];
  return spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
}
