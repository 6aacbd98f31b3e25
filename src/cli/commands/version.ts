import { Command } from "commander";
import { z } from "zod";
import { ENGINE_INFO } from "../../engine/embedded/protocol.js";
import { flagsOf, outputFlag, outputOf } from "../options.js";
import { print } from "../output.js";
import { VERSION } from "../version.js";

/** `version` */
export function versionCommand(): Command {
  const command = new Command("version")
    .summary("version of this build")
    .option("--long", "tell what it runs on too");
  return outputFlag(command, "text").action(() => {
    const { long } = flagsOf(command, z.object({ long: z.boolean().default(false) }));
    if (!long) process.stdout.write(`${VERSION}\n`);
    else print(longVersion(), outputOf(command) === "json" ? "line" : "text");
  });
}

function longVersion() {
  return {
    name: "vpr-node",
    server_name: "vprd",
    version: VERSION,
    node: process.versions.node,
    platform: `${process.platform}/${process.arch}`,
    abci: ENGINE_INFO.abciVersion,
    cometbft: ENGINE_INFO.version,
  };
}
