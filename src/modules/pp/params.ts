import type { Params } from "../../gen/verana/pp/v1.js";

/** The wire's one parameter, in days; kept and returned, without effect [D-WIRE-05]. */
export const DEFAULT_PARAMS: Params = { validationTermRequestedTimeoutDays: 7n };
