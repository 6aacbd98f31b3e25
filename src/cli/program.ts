import { Command, Option } from "commander";
import { cometCommand } from "./commands/comet.js";
import { completeCommand, completionCommand } from "./commands/completion.js";
import { configCommand } from "./commands/config.js";
import { debugCommand } from "./commands/debug.js";
import { devCommand } from "./commands/dev.js";
import { doctorCommand } from "./commands/doctor.js";
import { exportCommand } from "./commands/export.js";
import { genesisCommand, genesisCommands } from "./commands/genesis.js";
import { initCommand } from "./commands/init.js";
import { invariantsCommand } from "./commands/invariants.js";
import { keysCommand } from "./commands/keys.js";
import { pruneCommand } from "./commands/prune.js";
import { queryCommand } from "./commands/query.js";
import { rollbackCommand } from "./commands/rollback.js";
import { snapshotsCommand } from "./commands/snapshots.js";
import { startCommand } from "./commands/start.js";
import { statusCommand, versionCommand } from "./commands/status.js";
import { testnetCommand } from "./commands/testnet.js";
import { txCommand } from "./commands/tx.js";
import { LOG_LEVELS } from "./log-levels.js";
import { VERSION } from "./version.js";

/** The whole command line. */
export function program(): Command {
  const root = new Command("vprd");
  root
    .description("A node of a Verifiable Public Registry, and its command line")
    .version(VERSION, "-V, --version")
    .option("--home <folder>", "home folder (default: ./.vprd if it is there, else ~/.verana)")
    .addOption(new Option("--log_format <format>").choices(["plain", "json"]))
    .option("--log_level <level>", `${LOG_LEVELS.join(", ")}; of modules: gateway:debug,*:error`)
    .option("--log_no_color", "accepted; the log has no colours")
    .option("--trace", "print the whole stack of an error")
    .addCommand(devCommand())
    .addCommand(initCommand())
    .addCommand(startCommand())
    .addCommand(exportCommand())
    .addCommand(rollbackCommand())
    .addCommand(pruneCommand())
    .addCommand(invariantsCommand())
    .addCommand(snapshotsCommand())
    .addCommand(statusCommand())
    .addCommand(cometCommand())
    .addCommand(testnetCommand())
    .addCommand(doctorCommand())
    .addCommand(configCommand())
    .addCommand(debugCommand())
    .addCommand(completionCommand())
    .addCommand(
      completeCommand(() => root),
      { hidden: true },
    )
    .addCommand(keysCommand())
    .addCommand(genesisCommand())
    .addCommand(queryCommand())
    .addCommand(txCommand())
    .addCommand(versionCommand());
  for (const command of genesisCommands()) root.addCommand(command);
  return root;
}
