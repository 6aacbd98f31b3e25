import { Argument, Command } from "commander";

/** Names that may stand behind the words of a command line. */
export function candidates(root: Command, words: readonly string[]): readonly string[] {
  let at = root;
  for (const word of words) {
    const next = at.commands.find(
      (command) => command.name() === word || command.aliases().includes(word),
    );
    if (next !== undefined) at = next;
  }
  return [...at.commands.map((command) => command.name()), ...longFlags(at)];
}

function longFlags(command: Command): readonly string[] {
  return command.options.flatMap(({ long, hidden }) =>
    long === null || long === undefined || hidden ? [] : [long],
  );
}

/** `completion` */
export function completionCommand(): Command {
  return new Command("completion")
    .summary("print a script that completes commands and flags in a shell")
    .description(
      "Print a script for a shell: for bash `source <(vprd completion bash)`, for zsh likewise; for " +
        "fish `vprd completion fish | source`.",
    )
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish"]))
    .action((shell: "bash" | "zsh" | "fish") => {
      process.stdout.write(SCRIPTS[shell]);
    });
}

/** `__complete WORD…`, which the scripts call. `root` makes the command line of these words. */
export function completeCommand(root: (words: readonly string[]) => Promise<Command>): Command {
  return new Command("__complete")
    .argument("[words...]")
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      // The last flag may still lack its value.
      const names = words.filter((word) => !word.startsWith("-"));
      process.stdout.write(`${candidates(await root(names), words).join("\n")}\n`);
    });
}

const BASH = `_vprd() {
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
  COMPREPLY=($(compgen -W "$(vprd __complete -- "\${words[@]}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _vprd vprd
`;

const SCRIPTS = {
  bash: BASH,
  zsh: `autoload -U +X bashcompinit && bashcompinit\n${BASH}`,
  fish: `complete -c vprd -f -a '(vprd __complete -- (commandline -opc)[2..] 2>/dev/null)'\n`,
} as const;
