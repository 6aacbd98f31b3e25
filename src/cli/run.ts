import { closeInput } from "./ask.js";
import { CliError, messageOf } from "./failure.js";
import { PartFailure } from "./node/parts.js";
import { program } from "./program.js";

/** Status of a node that stopped because another version of the program is to run the next block. */
const OTHER_VERSION = 3;

/**
 * Runs one command to its end. A failure is said on stderr, and the process ends with 1, or with 3 where
 * an upgrade asks for another version. A stack is shown where nobody foresaw it, or `--trace` asks for it.
 */
export async function runCommand(args: readonly string[]): Promise<void> {
  const root = await program(args);
  try {
    if (args.length === 0) root.outputHelp();
    else await root.parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = statusOf(error);
    const expected = error instanceof CliError || error instanceof PartFailure;
    const whole = root.opts<{ trace?: boolean }>().trace === true || !expected;
    const text =
      whole && error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
    process.stderr.write(`Error: ${text}\n`);
  } finally {
    closeInput();
  }
}

/** By its name: commands need not load the state machine for this. */
function statusOf(error: unknown): number {
  if (!(error instanceof Error)) return 1;
  return error.name === "UpgradeHalt" ? OTHER_VERSION : statusOf(error.cause);
}
