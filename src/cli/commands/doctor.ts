import { Command } from "commander";
import type { Finding, Severity } from "../doctor/finding.js";
import { homeOf, outputFlag, outputOf } from "../options.js";
import { print } from "../output.js";

const MARK: Readonly<Record<Severity, string>> = {
  ok: "ok",
  note: "note",
  warning: "WARNING",
  error: "ERROR",
};

/** `doctor` */
export function doctorCommand(): Command {
  const command = new Command("doctor")
    .summary("say what is wrong with a home")
    .description(
      "Look at a home and this machine, and say what keeps a node from running, or from running " +
        "safely, and what mends it. Nothing is changed. Exit status 1 where there is an error.",
    );
  outputFlag(command, "text");
  return command.action(async () => {
    const home = homeOf(command);
    const { examine } = await import("../doctor/examine.js");
    const findings = await examine(home);
    const healthy = !findings.some(({ severity }) => severity === "error");
    if (outputOf(command) === "json") {
      print({ home, healthy, findings: findings.map((finding) => ({ ...finding })) }, "json");
    } else process.stdout.write(`${home}\n${findings.map(line).join("")}`);
    if (!healthy) process.exitCode = 1;
  });
}

function line({ check, severity, text, mend }: Finding): string {
  const first = `${MARK[severity].padEnd(8)}${check.padEnd(16)}${text}\n`;
  return mend === undefined ? first : `${first}${" ".repeat(24)}→ ${mend}\n`;
}
