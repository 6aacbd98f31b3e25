import { parseAddress } from "./addresses.js";
import { refuse } from "./errors.js";
import { sdkErrors } from "./sdk-errors.js";

/** A message's address in canonical form. Refuses with `sdk` 7, `what` before the reason. */
export function checkAddress(prefix: string, text: string, what: string): string {
  const parsed = parseAddress(prefix, text);
  if (typeof parsed === "string") return parsed;
  return refuse(sdkErrors.invalidAddress, { log: `${what}: ${parsed.reason}` });
}
