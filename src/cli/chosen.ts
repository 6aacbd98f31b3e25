import type { Command } from "commander";

/** A command that is loaded when it is called, or when all are listed. */
export interface CommandSource {
  /** The command's name and its aliases. */
  readonly names: readonly string[];
  /** Whether help leaves it out. */
  readonly hidden?: boolean;
  /** Makes the command; `words` are those behind its name on the command line. */
  make(words: readonly string[]): Promise<Command>;
}

/**
 * Gives a command those below it: the one that the first of `words` calls, or all of them where it calls
 * none. A command starts several times faster when it does not load the others.
 */
export async function addCommands(
  parent: Command,
  sources: readonly CommandSource[],
  [called, ...behind]: readonly string[],
): Promise<void> {
  const found = sources.filter(({ names }) => called !== undefined && names.includes(called));
  const wanted = found.length > 0 ? found : sources;
  const words = found.length > 0 ? behind : [];
  for (const { hidden = false, make } of wanted) parent.addCommand(await make(words), { hidden });
}
