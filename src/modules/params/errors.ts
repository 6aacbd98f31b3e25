import { defineErrors } from "../../keeper/errors.js";

/** Refusals of parameters that are given by their keys. Numbers are frozen once used. */
export const paramsErrors = defineErrors("params", {
  unknownModule: [2, "no such module with parameters", "InvalidArgument"],
  nothingGiven: [3, "at least one parameter is required", "InvalidArgument"],
  unknownKey: [4, "no such parameter", "InvalidArgument"],
  keyTwice: [5, "a parameter is given twice", "InvalidArgument"],
  malformedValue: [6, "the value is not of the parameter's kind", "InvalidArgument"],
});
