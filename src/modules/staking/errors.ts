import { defineErrors } from "../../keeper/errors.js";

/** Cosmos SDK x/staking's codes. */
export const stakingErrors = defineErrors("staking", {
  emptyValidatorAddress: [2, "empty validator address", "InvalidArgument"],
  noValidator: [3, "validator does not exist", "NotFound"],
  operatorExists: [
    4,
    "validator already exist for this operator address; must use new validator operator address",
    "AlreadyExists",
  ],
  publicKeyExists: [
    5,
    "validator already exist for this pubkey; must use new validator pubkey",
    "AlreadyExists",
  ],
  publicKeyType: [6, "validator pubkey type is not supported", "InvalidArgument"],
  validatorJailed: [7, "validator for this address is currently jailed"],
  badRemoval: [8, "failed to remove validator"],
  commissionNegative: [9, "commission must be positive", "InvalidArgument"],
  commissionHuge: [10, "commission cannot be more than 100%", "InvalidArgument"],
  commissionAboveMax: [11, "commission cannot be more than the max rate", "InvalidArgument"],
  commissionTooSoon: [12, "commission cannot be changed more than once in 24h"],
  changeRateNegative: [13, "commission change rate must be positive", "InvalidArgument"],
  changeRateAboveMax: [
    14,
    "commission change rate cannot be more than the max rate",
    "InvalidArgument",
  ],
  commissionChangeTooGreat: [15, "commission cannot be changed more than max change rate"],
  selfDelegationTooLow: [
    16,
    "validator's self delegation must be greater than their minimum self delegation",
  ],
  minSelfDelegationLowered: [17, "minimum self delegation cannot be decrease"],
  noDelegation: [19, "no delegation for (address, validator) tuple", "NotFound"],
  noDelegatorForAddress: [21, "delegator does not contain delegation", "NotFound"],
  insufficientShares: [22, "insufficient delegation shares"],
  notEnoughShares: [24, "not enough delegation shares"],
  noUnbondingDelegation: [26, "no unbonding delegation found", "NotFound"],
  tooManyUnbondings: [
    27,
    "too many unbonding delegation entries for (delegator, validator) tuple",
    "ResourceExhausted",
  ],
  noRedelegation: [28, "no redelegation found", "NotFound"],
  selfRedelegation: [29, "cannot redelegate to the same validator", "InvalidArgument"],
  tinyRedelegation: [30, "too few tokens to redelegate (truncates to zero tokens)"],
  badRedelegationTarget: [31, "redelegation destination validator not found", "NotFound"],
  transitiveRedelegation: [
    32,
    "redelegation to this validator already in progress; first redelegation to this validator must complete before next redelegation",
  ],
  tooManyRedelegations: [
    33,
    "too many redelegation entries for (delegator, src-validator, dst-validator) tuple",
    "ResourceExhausted",
  ],
  invalidExchangeRate: [34, "cannot delegate to validators with invalid (zero) ex-rate"],
  noHistoricalInfo: [38, "no historical info found", "NotFound"],
  emptyPublicKey: [39, "empty validator public key", "InvalidArgument"],
  commissionBelowMin: [40, "commission cannot be less than min rate", "InvalidArgument"],
});

/** What a genesis of stakes may be refused for. */
export const stakingGenesisErrors = defineErrors("staking_genesis", {
  malformed: [2, "genesis of stakes is not valid", "InvalidArgument"],
});
