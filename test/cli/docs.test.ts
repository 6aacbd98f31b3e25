import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, it } from "vitest";
import { program } from "../../src/cli/program.js";

const DOCS = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");

/** Names of the commands below one, those of help and hidden ones left out. */
function names(command: Command): readonly string[] {
  const shown = command.createHelp().visibleCommands(command);
  return shown.map((found) => found.name()).filter((name) => name !== "help");
}

/** The groups of commands by their path, but for the queries, which the chain itself lists. */
function groups(command: Command, path = ""): ReadonlyMap<string, readonly string[]> {
  const below = command.commands.filter(
    (found) => found.commands.length > 0 && !(path === "" && found.name() === "query"),
  );
  const own = [[path === "" ? "(top)" : path, [...names(command)].sort()]] as const;
  const deeper = below.flatMap((found) => [...groups(found, `${path} ${found.name()}`.trim())]);
  return new Map([...own, ...deeper]);
}

it("the reference lists every command of the program, and no other", async () => {
  const table = DOCS.slice(DOCS.indexOf("## All commands"));
  const rows = [...table.matchAll(/^\| `?([^|`]+?)`? +\| (`.*`) +\|$/gm)];
  const listed = rows.map(
    ([, group = "", commands = ""]) =>
      [group, commands.split(", ").map((name) => name.replaceAll("`", ""))] as const,
  );
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(groups(await program())));
});
