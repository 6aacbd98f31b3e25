import { type NodeKey, signWith } from "../../src/engine/embedded/keys.js";
import { precommitBytes } from "../../src/engine/embedded/votes.js";
import { BlockID } from "../../src/gen/tendermint/types.js";
import { parseTimestamp } from "../../src/wire/time.js";
import type { Member } from "./network.js";

/** Where and with what power somebody signs twice. */
export interface DoubleSign {
  readonly chainId: string;
  readonly height: number;
  readonly key: NodeKey;
}

/**
 * Evidence for CometBFT's `broadcast_evidence` that a validator signed two blocks at a height: its own
 * key signs both here, for blocks that nobody made.
 */
export async function forgedEvidence(at: Member, { chainId, height, key }: DoubleSign) {
  const { block } = await at.ask(`block?height=${height}`);
  const { validators } = await at.ask(`validators?height=${height}&per_page=100`);
  const address = Buffer.from(key.address).toString("hex").toUpperCase();
  const index = validators.findIndex((one: { address: string }) => one.address === address);
  const power = (n: number): bigint => BigInt(validators[n]?.voting_power ?? 0);
  const total = validators.reduce((sum: bigint, _: unknown, n: number) => sum + power(n), 0n);
  const time: string = block.header.time;
  const vote = (fill: number) => {
    const hash = new Uint8Array(32).fill(fill);
    const blockId = BlockID.create({ hash, partSetHeader: { total: 1, hash } });
    const signed = { chainId, height: BigInt(height), blockId, time: parseTimestamp(time) };
    const hex = Buffer.from(hash).toString("hex").toUpperCase();
    return {
      ...{ type: 2, height: String(height), round: 0, timestamp: time },
      block_id: { hash: hex, parts: { total: 1, hash: hex } },
      ...{ validator_address: address, validator_index: index },
      signature: Buffer.from(signWith(key, precommitBytes(signed))).toString("base64"),
      ...{ extension: null, extension_signature: null },
    };
  };
  return {
    type: "tendermint/DuplicateVoteEvidence",
    value: {
      // The one with the lesser block comes first.
      ...{ vote_a: vote(1), vote_b: vote(2) },
      ...{ TotalVotingPower: String(total), ValidatorPower: String(power(index)), Timestamp: time },
    },
  };
}
