import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { program } from "../../src/cli/program.js";

/** Modules whose commands all have an example. */
const MODULES = ["co", "ec", "gf", "cs", "pp", "td", "de", "di", "xr"];

const whole = await program();

/** The commands of these modules under `tx` or `query`, with the words that lead to them. */
function commands(verb: string): readonly (readonly [string, Command])[] {
  const groups = whole.commands.find((found) => found.name() === verb)?.commands ?? [];
  return groups
    .filter((group) => MODULES.includes(group.name()))
    .flatMap((group) =>
      group.commands.map(
        (command) => [`${verb} ${group.name()} ${command.name()}`, command] as const,
      ),
    );
}

function help(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  return text;
}

describe.each([...commands("tx"), ...commands("query")])("%s", (words, command) => {
  it("has an example in its help that it understands itself", async () => {
    const line = /\n\nExample:\n {2}vprd (.+)\n$/.exec(help(command))?.[1] ?? "";
    expect(line.startsWith(words), line).toBe(true);
    const called = await program(line.split(" "));
    const [verb = "", module = "", name = ""] = words.split(" ");
    const found = [verb, module, name].reduce<Command | undefined>(
      (at, word) => at?.commands.find((one) => one.name() === word),
      called,
    );
    let reached = false;
    found?.exitOverride().action(() => {
      reached = true;
    });
    await called.parseAsync(line.split(" "), { from: "user" });
    expect(reached).toBe(true);
  });
});

it("there are commands for every message and query of these modules", () => {
  expect(commands("tx")).toHaveLength(39);
  expect(commands("query")).toHaveLength(36);
});
