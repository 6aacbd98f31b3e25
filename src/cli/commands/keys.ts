import { Command } from "commander";
import { addCommand } from "./keys-add.js";
import { deleteCommand, migrateCommand, renameCommand } from "./keys-change.js";
import { exportCommand, importCommand, importHexCommand } from "./keys-exchange.js";
import { keyTypesCommand, listCommand, showCommand } from "./keys-show.js";
import { mnemonicCommand, parseCommand } from "./keys-tools.js";

/** `keys …` */
export function keysCommand(): Command {
  return new Command("keys")
    .summary("manage the keys that sign")
    .description(
      "Manage the keys that sign. The keyring is file (encrypted with a passphrase, which is asked " +
        "for or read from standard input) or test (not encrypted, for development).",
    )
    .addCommand(addCommand())
    .addCommand(deleteCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(importHexCommand())
    .addCommand(listCommand())
    .addCommand(keyTypesCommand())
    .addCommand(migrateCommand())
    .addCommand(mnemonicCommand())
    .addCommand(parseCommand())
    .addCommand(renameCommand())
    .addCommand(showCommand());
}
