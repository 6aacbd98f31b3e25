import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { z } from "zod";
import { CliError, messageOf } from "../failure.js";
import { readHeight } from "../operate/state.js";
import { flagsOf, homeOf } from "../options.js";

const schema = z.object({
  height: z.string().optional(),
  forZeroHeight: z.boolean().default(false),
  modulesToExport: z.string().default(""),
  outputDocument: z.string().default(""),
});

/** `export` */
export function exportCommand(): Command {
  const command = new Command("export")
    .summary("print the state as a genesis document")
    .description("Print the state of a stopped node as the genesis of a chain that goes on from it")
    .option("--height <height>", "any retained block (default: the last one)")
    .option("--for-zero-height", "for a chain that begins at block 1 again")
    .option("--modules-to-export <names>", "only these sections, as auth,bank")
    .option("--output-document <file>", "write the document there instead of standard output");
  return command.action(async () => {
    const flags = flagsOf(command, schema);
    const { height, outputDocument: file } = flags;
    const { exportDocument } = await import("../operate/export-genesis.js");
    const document = await exportDocument(homeOf(command), {
      // The SDK's flag has -1 for the last block.
      height: height === undefined || height === "-1" ? undefined : readHeight(height),
      forZeroHeight: flags.forZeroHeight,
      modules: flags.modulesToExport.split(",").filter((name) => name !== ""),
    });
    if (file === "") process.stdout.write(`${JSON.stringify(document)}\n`);
    else save(file, document);
  });
}

function save(file: string, document: object): void {
  try {
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
  } catch (error) {
    throw new CliError(`${file} cannot be written: ${messageOf(error)}`);
  }
}
