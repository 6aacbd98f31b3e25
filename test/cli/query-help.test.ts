import type { Command } from "commander";
import { expect, it } from "vitest";
import { queryCommand } from "../../src/cli/commands/query.js";
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

it("the help of every query says what it tells, and there are no words for queries that are gone", () => {
  const paths = [...queries()].map(([path]) => path);
  expect(paths.length).toBeGreaterThan(100);
  expect(paths.filter((path) => !HELP.has(path))).toEqual([]);
  expect([...HELP.keys()].filter((path) => !paths.includes(path))).toEqual([]);
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
