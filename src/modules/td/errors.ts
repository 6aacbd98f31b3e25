import { defineErrors } from "../../keeper/errors.js";

/** Refusals of the trust deposit module. Numbers are frozen once used. */
export const tdErrors = defineErrors("td", {
  invalidParams: [2, "invalid parameters of the trust deposit module", "InvalidArgument"],
  invalidGenesis: [3, "invalid genesis of the trust deposit module", "InvalidArgument"],
});
