import { Command } from "commander";
import { Chain } from "../chain/chain.js";
import { nodeFlag, outputFlag, surroundings } from "../options.js";
import { print } from "../output.js";
import { VERSION } from "../version.js";

/** `status` */
export function statusCommand(): Command {
  const command = new Command("status").summary("what the node says of itself");
  outputFlag(nodeFlag(command), "json");
  return command.action(async () => {
    const { node, output } = surroundings(command);
    print(await new Chain(node).status(), output === "text" ? output : "line");
  });
}

/** `version` */
export function versionCommand(): Command {
  return new Command("version").summary("version of this build").action(() => {
    process.stdout.write(`${VERSION}\n`);
  });
}
