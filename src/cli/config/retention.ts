import { type Command, Option } from "commander";
import { z } from "zod";
import type { HaltAt } from "../../abci/before-block.js";
import { type Pruning, pruningRule } from "../../store/pruning.js";
import { CliError, messageOf } from "../failure.js";
import { wholeNumber } from "../options.js";
import { PRUNINGS } from "./app-settings.js";
import type { AppConfig } from "./files.js";

/** What an operator says of pruning, from flags. */
export interface PruningFlags {
  readonly pruning?: string | undefined;
  readonly pruningKeepRecent?: number | undefined;
  readonly pruningInterval?: number | undefined;
}

/** Flags of the rule of pruning, with the names of Cosmos SDK. */
export function pruningFlags(command: Command): Command {
  return command
    .addOption(new Option("--pruning <rule>", "which versions stay").choices([...PRUNINGS]))
    .option("--pruning-keep-recent <count>", "versions kept (custom pruning)", wholeNumber)
    .option("--pruning-interval <count>", "blocks between prunings (custom pruning)", wholeNumber);
}

/** The rule of flags and `app.toml`. Throws CliError for numbers that no rule has. */
export function readPruning(flags: PruningFlags, app: AppConfig): Pruning {
  const name = flags.pruning ?? app.pruning;
  if (name === "default" || name === "nothing" || name === "everything") return name;
  const keepRecent = flags.pruningKeepRecent ?? Number(app["pruning-keep-recent"]);
  const interval = flags.pruningInterval ?? Number(app["pruning-interval"]);
  const rule = { keepRecent, interval };
  try {
    pruningRule(rule);
  } catch (error) {
    throw new CliError(`custom pruning: ${messageOf(error)}`);
  }
  return rule;
}

/** What flags may say of what a node keeps and when it stops. */
export const retentionSchema = {
  pruning: z.string().optional(),
  pruningKeepRecent: z.number().optional(),
  pruningInterval: z.number().optional(),
  minRetainBlocks: z.number().optional(),
  haltHeight: z.number().optional(),
  haltTime: z.number().optional(),
  stateSyncSnapshotInterval: z.number().optional(),
  stateSyncSnapshotKeepRecent: z.number().optional(),
};

type RetentionFlags = z.output<z.ZodObject<typeof retentionSchema>>;

/** What a node keeps, and where it stops. */
export interface Retention {
  readonly pruning: Pruning;
  /** Blocks between snapshots, 0 for none; how many stay, 0 for all. */
  readonly snapshots: { readonly interval: number; readonly keepRecent: number };
  /** Blocks that the engine keeps at the least; 0: all. */
  readonly minRetainBlocks: number;
  readonly halt: HaltAt;
}

/** The flags of {@link Retention}, with the names of Cosmos SDK. */
export function retentionFlags(command: Command): Command {
  return pruningFlags(command)
    .option("--min-retain-blocks <count>", "blocks that CometBFT keeps (0: all)", wholeNumber)
    .option("--halt-height <height>", "stop before this block", wholeNumber)
    .option("--halt-time <seconds>", "stop before a block of this Unix time", wholeNumber)
    .option("--state-sync.snapshot-interval <blocks>", "snapshots, 0 for none", wholeNumber)
    .option("--state-sync.snapshot-keep-recent <count>", "how many stay, 0 for all", wholeNumber);
}

/** What flags say, else `app.toml`. Throws CliError. */
export function readRetention(flags: RetentionFlags, app: AppConfig): Retention {
  const sync = app["state-sync"];
  return {
    pruning: readPruning(flags, app),
    snapshots: {
      interval: flags.stateSyncSnapshotInterval ?? sync["snapshot-interval"],
      keepRecent: flags.stateSyncSnapshotKeepRecent ?? sync["snapshot-keep-recent"],
    },
    minRetainBlocks: flags.minRetainBlocks ?? app["min-retain-blocks"],
    halt: {
      height: BigInt(flags.haltHeight ?? app["halt-height"]),
      time: BigInt(flags.haltTime ?? app["halt-time"]),
    },
  };
}
