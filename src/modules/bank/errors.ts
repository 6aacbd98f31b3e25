import { defineErrors } from "../../keeper/errors.js";

/** Cosmos SDK x/bank's codes. */
export const bankErrors = defineErrors("bank", {
  noInputs: [2, "no inputs to send transaction", "InvalidArgument"],
  noOutputs: [3, "no outputs to send transaction", "InvalidArgument"],
  inputOutputMismatch: [4, "sum inputs != sum outputs", "InvalidArgument"],
  sendDisabled: [5, "send transactions are disabled"],
  denomMetadataNotFound: [6, "client denom metadata not found", "NotFound"],
  invalidKey: [7, "invalid key", "InvalidArgument"],
  duplicateEntry: [8, "duplicate entry", "InvalidArgument"],
  multipleSenders: [9, "multiple senders not allowed", "InvalidArgument"],
});
