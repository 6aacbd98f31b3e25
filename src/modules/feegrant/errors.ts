import { defineErrors } from "../../keeper/errors.js";

/** Cosmos SDK x/feegrant's codes. */
export const feegrantErrors = defineErrors("feegrant", {
  limitExceeded: [2, "fee limit exceeded"],
  expired: [3, "fee allowance expired"],
  invalidDuration: [4, "invalid duration", "InvalidArgument"],
  noAllowance: [5, "no allowance", "InvalidArgument"],
  noMessages: [6, "allowed messages are empty", "InvalidArgument"],
  messageNotAllowed: [7, "message not allowed", "PermissionDenied"],
});

/** What a genesis of fee allowances may be refused for. */
export const feegrantGenesisErrors = defineErrors("feegrant_genesis", {
  malformed: [2, "genesis of fee allowances is not valid", "InvalidArgument"],
});
