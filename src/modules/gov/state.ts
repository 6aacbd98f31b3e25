import { Deposit, Params, Proposal, ProposalStatus, Vote } from "../../gen/cosmos/gov/v1.js";
import { protoValue, Schema, textValue, type ValueCodec } from "../../keeper/collections.js";
import {
  restAddressKey,
  restTextKey,
  timeKey,
  tupleKey,
  u8Key,
  u64Key,
} from "../../keeper/keys.js";
import { remembered } from "../../keeper/remembered.js";

const { PROPOSAL_STATUS_DEPOSIT_PERIOD, PROPOSAL_STATUS_VOTING_PERIOD } = ProposalStatus;

/** Whether a proposal takes deposits and no votes yet. */
export const isInDeposit = ({ status }: Proposal): boolean =>
  status === PROPOSAL_STATUS_DEPOSIT_PERIOD;

/** Whether a proposal takes votes. */
export const isInVoting = ({ status }: Proposal): boolean =>
  status === PROPOSAL_STATUS_VOTING_PERIOD;

/** Key of what an account did about a proposal. */
export type ByProposal = readonly [proposalId: bigint, account: string];

const amountValue: ValueCodec<bigint> = {
  encode: (amount) => textValue.encode(amount.toString()),
  decode: (bytes) => BigInt(textValue.decode(bytes)),
};

/** Every byte of store `gov`. Prefixes are consensus: append, never renumber. */
export function govState(prefix: string) {
  const schema = new Schema("gov", prefix);
  const byProposal = tupleKey<ByProposal>(u64Key, restAddressKey(prefix));
  /** End of voting of those that are voted on. */
  const votingEnds = schema.index(0x01, "voting_ends", timeKey, (p: Proposal) =>
    isInVoting(p) ? p.votingEndTime : undefined,
  );
  /** End of the deposit period of those that have too little still. */
  const depositEnds = schema.index(0x02, "deposit_ends", timeKey, (p: Proposal) =>
    isInDeposit(p) ? p.depositEndTime : undefined,
  );
  const byStatus = schema.index(0x04, "by_status", u8Key, (p: Proposal) => p.status);
  return {
    proposals: schema.map(0x00, "proposals", {
      key: u64Key,
      value: protoValue<Proposal>(Proposal),
      indexes: [votingEnds, depositEnds, byStatus],
    }),
    votingEnds,
    depositEnds,
    byStatus,
    proposalIds: schema.sequence(0x03, "proposal_ids"),
    deposits: schema.map(0x10, "deposits", {
      key: byProposal,
      value: protoValue<Deposit>(Deposit),
    }),
    /** Base units of all deposits together, by denomination; zeros are not stored. */
    held: schema.map(0x11, "held", { key: restTextKey, value: amountValue }),
    votes: schema.map(0x20, "votes", { key: byProposal, value: protoValue<Vote>(Vote) }),
    params: schema.item(0x30, "params", remembered(protoValue<Params>(Params))),
    constitution: schema.item(0x31, "constitution", textValue),
    /** Start of the keys of one proposal's deposits and votes. */
    proposal: (id: bigint) => u64Key.encode(id),
  };
}

export type GovState = ReturnType<typeof govState>;
