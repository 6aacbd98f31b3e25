import { randomBytes } from "node:crypto";
import { Command } from "commander";
import { z } from "zod";
import { flagsOf, homeOf } from "../options.js";
import { say } from "../output.js";

const schema = z.object({
  chainId: z.string().optional(),
  defaultDenom: z.string(),
  overwrite: z.boolean().default(false),
});

/** `init [moniker]` */
export function initCommand(): Command {
  const command = new Command("init")
    .summary("make a home: keys, configuration, genesis")
    .description("Make the keys, the configuration and the genesis of a new chain")
    .argument("[moniker]", "name of the node", "node")
    .option("--chain-id <id>", "chain id (default: a random one)")
    .option("--default-denom <denom>", "base denomination", "uvna")
    .option("--overwrite", "replace an existing genesis and configuration");
  return command.action(async (moniker: string) => {
    const { chainId, defaultDenom, overwrite } = flagsOf(command, schema);
    const wanted = {
      home: homeOf(command),
      moniker,
      chainId: chainId ?? `vpr-${randomBytes(3).toString("hex")}`,
      denom: defaultDenom,
      overwrite,
      development: false,
      rpc: "tcp://127.0.0.1:26657",
      api: "tcp://localhost:1317",
    };
    const { makeHome } = await import("../new-home.js");
    const made = makeHome(wanted);
    const told = {
      moniker,
      chain_id: wanted.chainId,
      node_id: made.nodeId,
      gentxs_dir: "",
      app_message: made.appState,
    };
    say(JSON.stringify(told));
  });
}
