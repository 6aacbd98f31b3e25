import { Command } from "commander";
import { Chain } from "../chain/chain.js";
import { nodeFlag, outputFlag, surroundings } from "../options.js";
import { print } from "../output.js";

/** `status` */
export function statusCommand(): Command {
  const command = new Command("status").summary("what the node says of itself");
  outputFlag(nodeFlag(command), "json");
  return command.action(async () => {
    const { node, output } = surroundings(command);
    print(await new Chain(node).status(), output === "text" ? output : "line");
  });
}
