import { defineErrors } from "../../keeper/errors.js";
import { authorityErrors } from "../../keeper/governance.js";

/** Cosmos SDK x/gov's codes. 13 is what every module refuses with that obeys governance alone. */
export const govErrors = {
  ...authorityErrors,
  ...defineErrors("gov", {
    unknownProposal: [2, "unknown proposal", "NotFound"],
    inactiveProposal: [3, "inactive proposal"],
    invalidContent: [5, "invalid proposal content", "InvalidArgument"],
    invalidProposalType: [6, "invalid proposal type", "InvalidArgument"],
    invalidVote: [7, "invalid vote option", "InvalidArgument"],
    invalidGenesis: [8, "invalid genesis state", "InvalidArgument"],
    noHandler: [9, "no handler exists for proposal type", "Unimplemented"],
    unroutableMessage: [10, "proposal message not recognized by router", "Unimplemented"],
    noMessages: [11, "no messages proposed", "InvalidArgument"],
    invalidMessage: [12, "invalid proposal message", "InvalidArgument"],
    metadataTooLong: [15, "metadata too long", "InvalidArgument"],
    depositTooSmall: [16, "minimum deposit is too small"],
    invalidProposer: [18, "invalid proposer", "PermissionDenied"],
    votingEnded: [20, "voting period already ended"],
    invalidProposal: [21, "invalid proposal"],
    summaryTooLong: [22, "summary too long", "InvalidArgument"],
    invalidDepositDenom: [23, "invalid deposit denom", "InvalidArgument"],
  }),
};
