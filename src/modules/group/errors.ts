import { defineErrors } from "../../keeper/errors.js";

/** Cosmos SDK x/group's codes. */
export const groupErrors = defineErrors("group", {
  empty: [2, "value is empty", "InvalidArgument"],
  duplicate: [3, "duplicate value", "InvalidArgument"],
  maxLimit: [4, "limit exceeded", "InvalidArgument"],
  type: [5, "invalid type", "InvalidArgument"],
  invalid: [6, "invalid value", "InvalidArgument"],
  unauthorized: [7, "unauthorized", "PermissionDenied"],
  modified: [8, "modified", "FailedPrecondition"],
  expired: [9, "expired", "FailedPrecondition"],
});

/** The codespace that x/group's decimals have. */
export const mathErrors = defineErrors("math", {
  invalidDecimal: [10, "invalid decimal string", "InvalidArgument"],
});

/** The codespace that x/group's tables have. */
export const tableErrors = defineErrors("legacy_orm", {
  uniqueConstraint: [13, "unique constraint violation", "AlreadyExists"],
});
