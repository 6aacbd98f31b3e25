import { Argument, Command } from "commander";
import { z } from "zod";
import { PRUNINGS } from "../config/app-settings.js";
import { readAppConfig } from "../config/files.js";
import { pruningFlags, readPruning } from "../config/retention.js";
import { CliError } from "../failure.js";
import { withState } from "../operate/state.js";
import { flagsOf, homeOf } from "../options.js";

const schema = z.object({
  pruning: z.string().optional(),
  pruningKeepRecent: z.number().optional(),
  pruningInterval: z.number().default(10),
});

/** `prune` */
export function pruneCommand(): Command {
  const command = new Command("prune")
    .summary("remove old versions of the state now")
    .description("Remove from the state of a stopped node what the rule of pruning does not keep")
    .addArgument(new Argument("[pruning-method]", "the rule").choices([...PRUNINGS]));
  return pruningFlags(command).action(async (method: string | undefined) => {
    const home = homeOf(command);
    const flags = flagsOf(command, schema);
    const pruning = readPruning(
      { ...flags, pruning: method ?? flags.pruning },
      readAppConfig(home),
    );
    if (pruning === "nothing") throw new CliError("pruning nothing removes nothing");
    await withState(
      home,
      async (store) => {
        if (store.version === 0n) throw new CliError("the database holds no block yet");
        await store.prune();
        process.stdout.write(`pruning heights before ${store.earliest}\n`);
        process.stdout.write("successfully pruned application root multi stores\n");
      },
      { pruning },
    );
  });
}
