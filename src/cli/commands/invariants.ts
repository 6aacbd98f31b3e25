import { Command } from "commander";
import { checkInvariants } from "../operate/invariants.js";
import { homeOf } from "../options.js";

/** `invariants` */
export function invariantsCommand(): Command {
  const command = new Command("invariants")
    .summary("check what must hold of the state of a stopped node")
    .description(
      "Check what must hold of the last state of a stopped node: that supply equals balances, that " +
        "pools match stakes, that every claim can be paid. One line each; status 1 where one fails.",
    );
  return command.action(async () => {
    for (const { name, reason } of await checkInvariants(homeOf(command))) {
      process.stdout.write(`${name}: ${reason ?? "holds"}\n`);
      if (reason !== undefined) process.exitCode = 1;
    }
  });
}
