import {
  type Misbehavior as AbciMisbehavior,
  MisbehaviorType,
  type RequestFinalizeBlock,
  type ValidatorUpdate,
} from "../gen/tendermint/abci.js";
import { BlockIDFlag } from "../gen/tendermint/types.js";
import type { BlockFacts, Misbehavior, ValidatorPower } from "../keeper/module.js";
import { GenesisError } from "./genesis.js";

/** What a block tells beside its transactions, as modules see it, with the block before's hash and time. */
export function blockFacts(
  request: RequestFinalizeBlock,
  before: Pick<BlockFacts, "appHash" | "previousTime">,
): BlockFacts {
  const { proposerAddress, nextValidatorsHash, decidedLastCommit, misbehavior } = request;
  return {
    proposer: proposerAddress,
    nextValidatorsHash,
    ...before,
    votes: decidedLastCommit.votes.map(({ validator, blockIdFlag }) => ({
      ...validator,
      signed: blockIdFlag !== BlockIDFlag.BLOCK_ID_FLAG_ABSENT,
    })),
    misbehavior: misbehavior.map(misbehaviorOf),
  };
}

const KINDS: Readonly<Record<number, Misbehavior["kind"]>> = {
  [MisbehaviorType.DUPLICATE_VOTE]: "double-sign",
  [MisbehaviorType.LIGHT_CLIENT_ATTACK]: "light-client-attack",
};

function misbehaviorOf(found: AbciMisbehavior): Misbehavior {
  const { type, validator, height, time, totalVotingPower } = found;
  const kind = KINDS[type] ?? "unknown";
  return { ...validator, kind, height, time, totalPower: totalVotingPower };
}

/** A validator's new power as the engine takes it. */
export const validatorUpdate = ({ publicKey, power }: ValidatorPower): ValidatorUpdate => ({
  pubKey: { ed25519: publicKey },
  power,
});

/**
 * The validators of a new chain: those that the genesis stakes for. Where its document names validators
 * too they must be the same; where nobody stakes the document's stand. Throws GenesisError.
 */
export function firstValidators(
  named: readonly ValidatorUpdate[],
  staked: readonly ValidatorPower[],
): readonly ValidatorUpdate[] {
  const updates = staked.map(validatorUpdate);
  if (named.length === 0 || staked.length === 0) return updates;
  const text = (list: readonly ValidatorUpdate[]) => list.map(textOf).sort().join(", ");
  if (text(named) !== text(updates)) {
    throw new GenesisError(
      `the document's validators (${text(named)}) are not those of app_state (${text(updates)})`,
    );
  }
  return updates;
}

const textOf = ({ pubKey, power }: ValidatorUpdate): string =>
  `${Buffer.from(pubKey.ed25519 ?? new Uint8Array(0)).toString("base64")}=${power}`;
