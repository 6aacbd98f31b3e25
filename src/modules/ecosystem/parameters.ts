import { operatorChecks } from "../../keeper/operator-checks.js";
import { ecErrors } from "./errors.js";

/** Stateless checks of what every message of the module has, with `ec` 3, 4 and 5. */
export const { ensurePresent, ensureSigners } = operatorChecks(ecErrors);
