import type { Command } from "commander";
import { expect, it } from "vitest";
import { compose } from "../../src/abci/compose.js";
import { parseSettings } from "../../src/abci/settings.js";
import { queryCommand } from "../../src/cli/commands/query.js";
import { queryNames } from "../../src/cli/query/names.js";
import { PLATFORM_HELP } from "../../src/cli/query/platform-help.js";
import { REGISTRY_HELP } from "../../src/cli/query/registry-help.js";

const HELP = new Map(Object.entries({ ...REGISTRY_HELP, ...PLATFORM_HELP }));

/** The commands of queries, with the path that the help of each tells. */
function* queries(): Iterable<readonly [path: string, command: Command]> {
  for (const module of queryCommand().commands) {
    for (const command of module.commands) {
      const [, path] = /\((\/.*)\)$/.exec(command.description()) ?? [];
      if (path !== undefined) yield [path, command];
    }
  }
}

it("every query that the chain answers has a command and words of help, and no other has", () => {
  const answered = [...compose(parseSettings("", undefined)).queries.values()]
    // What a later version of the package answers too has its command there.
    .flatMap(({ method }) => (queryNames(method).older ? [] : method.path))
    .sort();
  expect(answered.length).toBeGreaterThan(100);
  expect([...queries()].map(([path]) => path).sort()).toEqual(answered);
  expect([...HELP.keys()].sort()).toEqual(answered);
});

it("every example of a query has flags and arguments that the query takes", () => {
  for (const [path, command] of queries()) {
    const [summary = "", example = ""] = HELP.get(path) ?? [];
    expect(command.summary()).toBe(summary);
    const { operands, unknown } = command.parseOptions(example.split(" ").filter(Boolean));
    expect(unknown, path).toEqual([]);
    expect(operands.length, path).toBeLessThanOrEqual(command.registeredArguments.length);
  }
});
