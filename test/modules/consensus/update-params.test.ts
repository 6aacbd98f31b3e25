import { beforeEach, describe, expect, it } from "vitest";
import {
  MsgUpdateParams,
  Query,
  type QueryParamsResponse,
} from "../../../src/gen/cosmos/consensus/v1.js";
import type { ConsensusParams } from "../../../src/gen/tendermint/types.js";
import { governanceAddress } from "../../../src/keeper/governance.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import {
  blockGasLimit,
  CONSENSUS_STORE,
  readConsensusParams,
} from "../../../src/modules/consensus/index.js";
import { ALICE, RegistryWorld } from "../../support/registry-world.js";

const GOV = governanceAddress("verana");
const UPDATE = {
  authority: GOV,
  block: { maxBytes: 1_000_000n, maxGas: 5_000_000n },
  evidence: { maxAgeNumBlocks: 10n, maxAgeDuration: 1n, maxBytes: 1_000_000n },
  validator: { pubKeyTypes: ["ed25519"] },
};

let world: RegistryWorld;

beforeEach(() => {
  world = new RegistryWorld();
});

const stored = (): ConsensusParams | undefined =>
  readConsensusParams(world.ctx.stores.store(CONSENSUS_STORE));

describe("x/consensus MsgUpdateParams", () => {
  it("replaces the parameters, which the query then answers and blocks are bounded by", () => {
    world.send(MsgUpdateParams, UPDATE, GOV, "gov");
    expect(blockGasLimit(stored())).toBe(5_000_000n);
    const { params } = world.query<QueryParamsResponse>(Query.Params.path);
    expect(params).toMatchObject({ block: UPDATE.block, evidence: UPDATE.evidence });
    expect(world.taken("update_consensus_params")).toEqual([{ authority: GOV }]);
  });

  it.each([
    ["block", { block: undefined }],
    ["evidence", { evidence: undefined }],
    ["validator", { validator: undefined }],
    ["empty blocks", { block: { maxBytes: 0n, maxGas: -1n } }],
    ["blocks of a negative size", { block: { maxBytes: -2n, maxGas: -1n } }],
    ["blocks that CometBFT does not carry", { block: { maxBytes: 104_857_601n, maxGas: -1n } }],
    ["gas below -1", { block: { maxBytes: 1_000_000n, maxGas: -2n } }],
    ["evidence of no age", { evidence: { ...UPDATE.evidence, maxAgeNumBlocks: 0n } }],
    ["evidence of no time", { evidence: { ...UPDATE.evidence, maxAgeDuration: 0n } }],
    ["evidence above a block", { evidence: { ...UPDATE.evidence, maxBytes: 1_000_001n } }],
    ["evidence of a negative size", { evidence: { ...UPDATE.evidence, maxBytes: -1n } }],
    ["no kind of key", { validator: { pubKeyTypes: [] } }],
    ["an unknown kind of key", { validator: { pubKeyTypes: ["ed25519", "rsa"] } }],
    ["keys that no validator has", { validator: { pubKeyTypes: ["secp256k1"] } }],
    ["vote extensions", { abci: { voteExtensionsEnableHeight: 100n } }],
  ])("refuses %s left out or out of range", (_what, change) => {
    const error = world.refuses(MsgUpdateParams, { ...UPDATE, ...change }, GOV, "gov");
    expect(error.kind).toBe(sdkErrors.invalidRequest);
    expect(stored()).toBeUndefined();
  });

  it("is governance's alone", () => {
    const error = world.refuses(MsgUpdateParams, { ...UPDATE, authority: ALICE }, ALICE);
    expect([error.kind.codespace, error.kind.code]).toEqual(["gov", 13]);
  });
});
