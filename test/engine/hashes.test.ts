import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import { fromBase64, fromHex, upperHex } from "../../src/engine/embedded/bytes.js";
import {
  commitHash,
  consensusHash,
  headerHash,
  resultsHash,
  validatorsHash,
} from "../../src/engine/embedded/hashes.js";
import { merkleProof, merkleRoot } from "../../src/engine/embedded/merkle.js";
import { validator } from "../../src/engine/embedded/validators.js";
import { precommitBytes } from "../../src/engine/embedded/votes.js";
import { blockIdJson, blockJson, headerJson } from "../../src/engine/json/blocks.js";
import { readBlock, readCommit, readHeader } from "../../src/engine/json/read-block.js";
import { ExecTxResult } from "../../src/gen/tendermint/abci.js";
import { recordedResult } from "../support/recorded-rpc.js";

const first = recordedResult("block", { height: "1" });
const latest = recordedResult("block", {});
const withTx = recordedResult("block", { height: "162" });

const bytes = (text: string) => fromBase64(text) ?? new Uint8Array();
const hex = (text: string) => fromHex(text) ?? new Uint8Array();

describe("hashes of recorded blocks", () => {
  it.each([
    ["the first block", first],
    ["a block with a transaction", withTx],
    ["the latest block", latest],
  ])("the header hash of %s is its id", (_, answer) => {
    expect(upperHex(headerHash(readHeader(answer.block.header)))).toBe(answer.block_id.hash);
  });

  it.each([
    ["the first block", first],
    ["the latest block", latest],
  ])("the encoded bytes of %s give its part set header", (_, answer) => {
    expect(blockIdJson(readBlock(answer.block).id)).toEqual(answer.block_id);
  });

  it("the encoded first block has the recorded size", () => {
    const [, meta] = recordedResult("blockchain", { minHeight: "1", maxHeight: "2" }).block_metas;
    expect(readBlock(first.block).bytes.length.toString()).toBe(meta.block_size);
  });

  it("a block that was read prints as it was recorded", () => {
    expect(blockJson(readBlock(latest.block))).toEqual(latest.block);
    expect(headerJson(readHeader(withTx.block.header))).toEqual(withTx.block.header);
  });

  it.each([
    ["the first block", first],
    ["a block with a transaction", withTx],
    ["the latest block", latest],
  ])("the last commit of %s has the hash in its header", (_, answer) => {
    const { signatures } = readCommit(answer.block.last_commit);
    expect(upperHex(commitHash(signatures))).toBe(answer.block.header.last_commit_hash);
  });

  it("one transaction's hash is the leaf of the data hash", () => {
    const txs = hex("001121C9405052970CC607A68D66F0E57A518C73E53611E30342F888F7008620");
    expect(upperHex(merkleRoot([txs]))).toBe(withTx.block.header.data_hash);
  });

  it("the validator set has the hash in the header", () => {
    const [member] = recordedResult("validators", {
      height: "162",
      page: "1",
      per_page: "10",
    }).validators;
    const set = [validator(bytes(member.pub_key.value), BigInt(member.voting_power))];
    expect(upperHex(set[0]?.address ?? new Uint8Array())).toBe(member.address);
    expect(upperHex(validatorsHash(set))).toBe(withTx.block.header.validators_hash);
  });

  it("the consensus parameters have the hash in the header", () => {
    expect(upperHex(consensusHash(22_020_096n, -1n))).toBe(first.block.header.consensus_hash);
  });

  it("results hash over code, data and gas alone", () => {
    const result = recordedResult("block_results", { height: "162" }).txs_results[0];
    const exec = ExecTxResult.create({
      code: result.code,
      data: bytes(result.data),
      gasWanted: BigInt(result.gas_wanted),
      gasUsed: BigInt(result.gas_used),
    });
    const noisy = { ...exec, log: "noise", info: "noise", codespace: "noise" };
    expect(resultsHash([noisy])).toEqual(resultsHash([exec]));
    expect(resultsHash([{ ...exec, gasUsed: 1n }])).not.toEqual(resultsHash([exec]));
  });

  it("the recorded precommit signs the bytes that we sign", () => {
    const { signed_header } = recordedResult("commit", { height: "162" });
    const { height, blockId, signatures } = readCommit(signed_header.commit);
    const [signature] = signatures;
    const signed = precommitBytes({
      chainId: signed_header.header.chain_id,
      height,
      blockId,
      time: signature?.timestamp ?? 0n,
    });
    const key = bytes("ZNQwFfPz9SolKlVlBMZHHtEK+TjSYVeUpIjSS0SHSWw=");
    expect(ed25519.verify(signature?.signature ?? new Uint8Array(), signed, key)).toBe(true);
  });
});

describe("merkle trees", () => {
  it("of nothing is the hash of nothing", () => {
    expect(upperHex(merkleRoot([]))).toBe(
      "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
    );
  });

  it.each([1, 2, 3, 7, 8, 9])("of %i items: a proof leads from each leaf to the root", (count) => {
    const items = Array.from({ length: count }, (_, i) => Uint8Array.of(i));
    for (let index = 0; index < count; index += 1) {
      const { aunts, leafHash } = merkleProof(items, index);
      expect(upperHex(climb(leafHash, aunts, index, count))).toBe(upperHex(merkleRoot(items)));
    }
  });
});

/** Recomputes the root as a verifier does: knowing index and total alone. */
function climb(leaf: Uint8Array, aunts: readonly Uint8Array[], index: number, total: number) {
  const join = (a: Uint8Array, b: Uint8Array) => inner(a, b);
  const walk = (rest: readonly Uint8Array[], at: number, size: number): Uint8Array => {
    const aunt = rest[rest.length - 1];
    if (size === 1 || aunt === undefined) return leaf;
    let split = 1;
    while (split * 2 < size) split *= 2;
    const inside = rest.slice(0, -1);
    return at < split
      ? join(walk(inside, at, split), aunt)
      : join(aunt, walk(inside, at - split, size - split));
  };
  return walk(aunts, index, total);
}

function inner(a: Uint8Array, b: Uint8Array): Uint8Array {
  return createHash("sha256").update(Uint8Array.of(1)).update(a).update(b).digest();
}
