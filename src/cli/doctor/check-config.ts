import { existsSync } from "node:fs";
import { CONFIG_FILES, inspect } from "../config/files.js";
import { messageOf } from "../failure.js";
import { type Finding, fault, ok, warning } from "./finding.js";

/** The three configuration files: whether they are there, can be read, and say what can be. */
export function checkConfig(home: string): readonly Finding[] {
  return Object.values(CONFIG_FILES).flatMap((of) => {
    const path = of.path(home);
    const check = of.file;
    if (!existsSync(path)) {
      return [warning(check, `${path} is missing: the defaults count`, "vprd init writes it")];
    }
    try {
      const { wrong, unknown } = inspect(home, of);
      const findings = [
        ...wrong.map(({ key, message }) =>
          fault(check, `${path}: ${message}`, `vprd config set ${check} ${key} VALUE`),
        ),
        ...unknown.map(({ message }) => warning(check, `${path}: ${message}`)),
      ];
      return findings.length > 0
        ? findings
        : [ok(check, "every key is known and has a good value")];
    } catch (error) {
      return [fault(check, messageOf(error), "mend the line that is named")];
    }
  });
}
