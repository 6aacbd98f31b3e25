#!/usr/bin/env node
import { closeInput } from "./ask.js";
import { CliError, messageOf } from "./failure.js";
import { PartFailure } from "./node/parts.js";
import { program } from "./program.js";

const root = program();
try {
  if (process.argv.length <= 2) root.outputHelp();
  else await root.parseAsync(process.argv);
} catch (error) {
  process.exitCode = 1;
  const expected = error instanceof CliError || error instanceof PartFailure;
  const whole = root.opts<{ trace?: boolean }>().trace === true || !expected;
  const text = whole && error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  process.stderr.write(`Error: ${text}\n`);
} finally {
  closeInput();
}
