import { z } from "zod";
import { BlockID, Commit, CommitSig, Header } from "../../gen/tendermint/types.js";
import { type SealedBlock, sealBlock } from "../embedded/blocks.js";
import { fromBase64, fromHex } from "../embedded/bytes.js";
import { parseRfc3339 } from "../embedded/time.js";

/** Readers of what {@link blockJson} prints: blocks of any CometBFT 0.38 node. */

const int64 = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform(BigInt);
const hex = z.string().transform((text, ctx) => fromHex(text) ?? fail(ctx, "not hex"));
const bytes = z.string().transform((text, ctx) => fromBase64(text) ?? fail(ctx, "not base64"));
const time = z.string().transform((text, ctx) => parseRfc3339(text) ?? fail(ctx, "not a time"));

const blockId = z
  .object({ hash: hex, parts: z.object({ total: z.number().int(), hash: hex }) })
  .transform(({ hash, parts }) => BlockID.create({ hash, partSetHeader: parts }));

const version = z
  .object({ block: int64.default(0n), app: int64.default(0n) })
  .transform(({ block, app }) => ({ block, app }));

const header = z
  .object({
    version,
    chain_id: z.string(),
    height: int64,
    time,
    last_block_id: blockId,
    last_commit_hash: hex,
    data_hash: hex,
    validators_hash: hex,
    next_validators_hash: hex,
    consensus_hash: hex,
    app_hash: hex,
    last_results_hash: hex,
    evidence_hash: hex,
    proposer_address: hex,
  })
  .transform((h) =>
    Header.create({
      version: h.version,
      chainId: h.chain_id,
      height: h.height,
      time: h.time,
      lastBlockId: h.last_block_id,
      lastCommitHash: h.last_commit_hash,
      dataHash: h.data_hash,
      validatorsHash: h.validators_hash,
      nextValidatorsHash: h.next_validators_hash,
      consensusHash: h.consensus_hash,
      appHash: h.app_hash,
      lastResultsHash: h.last_results_hash,
      evidenceHash: h.evidence_hash,
      proposerAddress: h.proposer_address,
    }),
  );

const signature = z
  .object({
    block_id_flag: z.number().int(),
    validator_address: hex,
    timestamp: time,
    signature: bytes.nullable(),
  })
  .transform((s) =>
    CommitSig.create({
      blockIdFlag: s.block_id_flag,
      validatorAddress: s.validator_address,
      timestamp: s.timestamp,
      signature: s.signature ?? new Uint8Array(),
    }),
  );

const commit = z
  .object({
    height: int64,
    round: z.number().int(),
    block_id: blockId,
    signatures: z.array(signature),
  })
  .transform(({ height, round, block_id, signatures }) =>
    Commit.create({ height, round, blockId: block_id, signatures }),
  );

const block = z.object({
  header,
  data: z.object({ txs: z.array(bytes) }),
  evidence: z.object({
    evidence: z.array(z.unknown()).max(0, "blocks with evidence are not read"),
  }),
  last_commit: commit,
});

/** Reads the `header` member of an RPC answer. Throws a ZodError. */
export function readHeader(value: unknown): Header {
  return header.parse(value);
}

/** Reads a `commit` or `last_commit` member of an RPC answer. Throws a ZodError. */
export function readCommit(value: unknown): Commit {
  return commit.parse(value);
}

/** Reads the `block` member of an RPC answer (one without evidence). Throws a ZodError. */
export function readBlock(value: unknown): SealedBlock {
  const { header: head, data, last_commit } = block.parse(value);
  return sealBlock(head, data.txs, last_commit);
}

function fail(ctx: z.RefinementCtx, message: string): never {
  ctx.addIssue({ code: "custom", message });
  return z.NEVER;
}
