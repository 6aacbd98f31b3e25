import { Command, Option } from "commander";
import { addCommands, type CommandSource } from "./chosen.js";
import { LOG_LEVELS } from "./log-levels.js";
import { VERSION } from "./version.js";

/** The commands in the order of help. */
const COMMANDS: readonly CommandSource[] = [
  { names: ["dev"], make: async () => (await import("./commands/dev.js")).devCommand() },
  { names: ["init"], make: async () => (await import("./commands/init.js")).initCommand() },
  { names: ["start"], make: async () => (await import("./commands/start.js")).startCommand() },
  { names: ["export"], make: async () => (await import("./commands/export.js")).exportCommand() },
  {
    names: ["rollback"],
    make: async () => (await import("./commands/rollback.js")).rollbackCommand(),
  },
  { names: ["prune"], make: async () => (await import("./commands/prune.js")).pruneCommand() },
  {
    names: ["invariants"],
    make: async () => (await import("./commands/invariants.js")).invariantsCommand(),
  },
  {
    names: ["snapshots"],
    make: async () => (await import("./commands/snapshots.js")).snapshotsCommand(),
  },
  { names: ["status"], make: async () => (await import("./commands/status.js")).statusCommand() },
  {
    names: ["comet", "cometbft", "tendermint"],
    make: async () => (await import("./commands/comet.js")).cometCommand(),
  },
  {
    names: ["testnet"],
    make: async () => (await import("./commands/testnet.js")).testnetCommand(),
  },
  { names: ["doctor"], make: async () => (await import("./commands/doctor.js")).doctorCommand() },
  { names: ["config"], make: async () => (await import("./commands/config.js")).configCommand() },
  { names: ["debug"], make: async () => (await import("./commands/debug.js")).debugCommand() },
  {
    names: ["completion"],
    make: async () => (await import("./commands/completion.js")).completionCommand(),
  },
  {
    names: ["__complete"],
    hidden: true,
    make: async () => (await import("./commands/completion.js")).completeCommand(program),
  },
  { names: ["keys"], make: async () => (await import("./commands/keys.js")).keysCommand() },
  {
    names: ["genesis"],
    make: async () => (await import("./commands/genesis.js")).genesisCommand(),
  },
  { names: ["query", "q"], make: async () => (await import("./commands/query.js")).queryCommand() },
  { names: ["tx"], make: async (words) => (await import("./commands/tx.js")).txCommand(words) },
  {
    names: ["version"],
    make: async () => (await import("./commands/version.js")).versionCommand(),
  },
  {
    names: ["add-genesis-account"],
    make: async () => (await import("./commands/genesis.js")).addAccountCommand(),
  },
  { names: ["gentx"], make: async () => (await import("./commands/gentx.js")).genTxCommand() },
  {
    names: ["collect-gentxs"],
    make: async () => (await import("./commands/gentx.js")).collectGenTxsCommand(),
  },
  {
    names: ["validate", "validate-genesis"],
    make: async () => (await import("./commands/genesis.js")).validateCommand(),
  },
];

/**
 * The command line with the commands that these arguments call, or with all of them where they call none.
 */
export async function program(args: readonly string[] = []): Promise<Command> {
  const root = new Command("vprd");
  root
    .description("A node of a Verifiable Public Registry, and its command line")
    .version(VERSION, "-V, --version")
    .option("--home <folder>", "home folder (default: ./.vprd if it is there, else ~/.verana)")
    .addOption(new Option("--log_format <format>").choices(["plain", "json"]))
    .option("--log_level <level>", `${LOG_LEVELS.join(", ")}; of modules: gateway:debug,*:error`)
    .option("--log_no_color", "accepted; the log has no colours")
    .option("--trace", "print the whole stack of an error");
  await addCommands(root, COMMANDS, called(root.parseOptions([...args]).operands));
  return root;
}

/** The words that call commands: `help` shows all that are below the one behind it. */
function called([first, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  if (first === "help") return others.slice(0, 1);
  return [first, ...others.filter((word) => word !== "help")];
}
