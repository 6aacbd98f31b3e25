import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { program } from "../../src/cli/program.js";
import { vprd } from "./in-process.js";
import { cleanAfterEach, newFolder } from "./run.js";

cleanAfterEach();

/** The help of a command, as it is printed. */
function help(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  return text;
}

/** The command that words lead to; undefined where they lead nowhere. */
const at = (root: Command, words: readonly string[]) =>
  words.reduce<Command | undefined>(
    (command, word) =>
      command?.commands.find((one) => [one.name(), ...one.aliases()].includes(word)),
    root,
  );

/** Words that call the commands of the first two levels, by their names and their aliases. */
const calls = (root: Command): readonly (readonly string[])[] =>
  root.commands.flatMap((command) => [
    ...[command.name(), ...command.aliases()].map((name) => [name]),
    ...command.commands.flatMap((inner) =>
      [inner.name(), ...inner.aliases()].map((name) => [command.name(), name]),
    ),
  ]);

const whole = await program();

describe("a command line that calls one command", () => {
  it.each(calls(whole).map((words) => [words.join(" ")]))("knows all of it: %s", async (line) => {
    const words = line.split(" ");
    const called = at(await program(["--log_level", "info", ...words, "--home", "keys"]), words);
    const listed = at(whole, words);
    expect(called).toBeDefined();
    expect(listed).toBeDefined();
    if (called === undefined || listed === undefined) return;
    expect(help(called)).toBe(help(listed));
    expect(called.commands.map(help)).toEqual(listed.commands.map(help));
  });

  it.each([["version"], ["keys", "add", "tx"], ["--home", "tx", "keys"]])(
    "makes no other: %s %s %s",
    async (...words) => {
      const { commands } = await program(words);
      expect(commands.map((command) => command.name())).toHaveLength(1);
    },
  );

  it("leaves nothing out of the help that is asked for, whatever stands behind", async () => {
    for (const words of [["help", "tx", "bank"], ["help", "tx"], ["tx"], ["tx", "help"]]) {
      const tx = at(await program(words), ["tx"]);
      expect(tx?.commands).toHaveLength(at(whole, ["tx"])?.commands.length ?? 0);
    }
    const send = at(await program(["tx", "help", "bank", "send"]), ["tx", "bank", "send"]);
    expect(send).toBeDefined();
  });

  it("makes one module's transactions alone", async () => {
    const { commands } = await program(["tx", "pp", "revoke-participant", "1"]);
    expect(commands.flatMap((tx) => tx.commands.map((group) => group.name()))).toEqual(["pp"]);
  });

  it.each([[], ["help"], ["--help"], ["nonsense"], ["--home", "keys"], ["--nonsense", "keys"]])(
    "makes all where none is called: %s %s",
    async (...words) => {
      const { commands } = await program(words);
      expect(commands).toHaveLength(whole.commands.length);
      expect((await program(["tx", ...words])).commands[0]?.commands).toHaveLength(
        at(whole, ["tx"])?.commands.length ?? 0,
      );
    },
  );
});

it("a shell completes the names of all commands, of one module's, and flags that lack their value", async () => {
  const folder = newFolder();
  const names = async (...words: readonly string[]) =>
    (await vprd(folder, ["__complete", "--", ...words])).stdout.trim().split("\n");
  expect(await names()).toEqual(expect.arrayContaining(["query", "tx", "--home"]));
  expect(await names()).not.toContain("dump");
  expect(await names("snapshots")).toContain("dump");
  expect(await names("tx")).toEqual(expect.arrayContaining(["pp", "td", "multi-sign"]));
  expect(await names("tx", "participant")).toContain("start-participant-op");
  expect(await names("q", "td")).toContain("get-trust-deposit");
  expect(await names("tx", "pp", "--home")).toContain("start-participant-op");
});
