import { operatorChecks } from "../../keeper/operator-checks.js";
import { gfErrors } from "./errors.js";

/** Stateless checks of what every message of the module has, with `gf` 8, 7 and 9. */
export const { ensurePresent, ensureSigners } = operatorChecks({
  ...gfErrors,
  malformedCorporation: gfErrors.corporationMalformed,
});
