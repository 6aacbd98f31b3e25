import { defineErrors } from "../../keeper/errors.js";

/** Refusals of the trust deposit module. Numbers are frozen once used. */
export const tdErrors = defineErrors("td", {
  invalidParams: [2, "invalid parameters of the trust deposit module", "InvalidArgument"],
  invalidGenesis: [3, "invalid genesis of the trust deposit module", "InvalidArgument"],
  missingParameter: [4, "a mandatory parameter is missing", "InvalidArgument"],
  malformedCorporation: [
    5,
    "corporation must be a policy address or a group id",
    "InvalidArgument",
  ],
  malformedOperator: [6, "operator must be an account address", "InvalidArgument"],
  amountNotPositive: [7, "the amount must be above 0", "InvalidArgument"],
  amountOutOfRange: [8, "the amount must be below 2^63", "InvalidArgument"],
  depositNotFound: [9, "trust deposit not found", "NotFound"],
  slashNotRepaid: [10, "the trust deposit was slashed and is not repaid"],
  refundAboveDeposit: [11, "more would be refunded than is deposited"],
  insufficientFunds: [12, "the corporation's account does not hold the amount"],
  depositTooSmall: [13, "the trust deposit is smaller than the amount"],
  nothingToClaim: [14, "there is no yield to claim"],
  notTheAmountOwed: [15, "the amount is not what is left to repay"],
  shareValueUncovered: [16, "the module's account does not cover this share value"],
});
