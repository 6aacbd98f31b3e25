import * as theirAuth from "cosmjs-types/cosmos/auth/v1beta1/auth";
import * as theirBank from "cosmjs-types/cosmos/bank/v1beta1/tx";
import * as theirGroup from "cosmjs-types/cosmos/group/v1/types";
import * as theirStaking from "cosmjs-types/cosmos/staking/v1beta1/staking";
import * as theirTx from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { Any } from "cosmjs-types/google/protobuf/any";
import * as theirAbci from "cosmjs-types/tendermint/abci/types";
import * as theirTypes from "cosmjs-types/tendermint/types/types";
import { describe, expect, it } from "vitest";
import { BaseAccount } from "../../src/gen/cosmos/auth/v1beta1.js";
import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import { GroupPolicyInfo } from "../../src/gen/cosmos/group/v1.js";
import { Validator } from "../../src/gen/cosmos/staking/v1beta1.js";
import { AuthInfo, SignDoc } from "../../src/gen/cosmos/tx/v1beta1.js";
import { Request, Response } from "../../src/gen/tendermint/abci.js";
import { Header, Vote } from "../../src/gen/tendermint/types.js";

const time = { seconds: 1_700_000_000n, nanos: 5 };
const nanos = 1_700_000_000_000_000_005n;
const key = Uint8Array.of(2, 3, 4);
const packed = { typeUrl: "/cosmos.crypto.secp256k1.PubKey", value: Uint8Array.of(10, 1, 9) };

describe("bytes are those of other implementations", () => {
  it("of a transfer", () => {
    const theirs = theirBank.MsgSend.encode({
      fromAddress: "a",
      toAddress: "é",
      amount: [{ denom: "uvna", amount: "1000000000000000000000" }],
    }).finish();
    const ours = MsgSend.encode({
      fromAddress: "a",
      toAddress: "é",
      amount: [{ denom: "uvna", amount: 10n ** 21n }],
    });
    expect(ours).toStrictEqual(theirs);
  });

  it("of an account", () => {
    const account = { address: "verana1x", accountNumber: 300n, sequence: (1n << 63n) + 5n };
    const theirs = theirAuth.BaseAccount.encode({
      ...account,
      pubKey: Any.fromPartial(packed),
    }).finish();
    expect(BaseAccount.encode({ ...account, pubKey: packed })).toStrictEqual(theirs);
  });

  it("of auth info with a multisig and its bit array", () => {
    const mode = { single: { mode: 127 } };
    const multi = {
      bitarray: { extraBitsStored: 2, elems: Uint8Array.of(192) },
      modeInfos: [mode, mode],
    };
    const fee = { gasLimit: 200_000n, payer: "", granter: "g" };
    const theirs = theirTx.AuthInfo.encode({
      signerInfos: [{ publicKey: Any.fromPartial(packed), modeInfo: { multi }, sequence: 7n }],
      fee: { ...fee, amount: [{ denom: "uvna", amount: "5" }] },
    }).finish();
    const ours = AuthInfo.encode({
      signerInfos: [{ publicKey: packed, modeInfo: { multi }, sequence: 7n }],
      fee: { ...fee, amount: [{ denom: "uvna", amount: 5n }] },
    });
    expect(ours).toStrictEqual(theirs);
  });

  it("of a sign document", () => {
    const doc = { bodyBytes: key, authInfoBytes: key, chainId: "vpr-1", accountNumber: 12n };
    expect(SignDoc.encode(doc)).toStrictEqual(theirTx.SignDoc.encode(doc).finish());
  });

  it("of a group policy", () => {
    const policy = { address: "a", groupId: 1n, admin: "a", metadata: "m", version: 2n };
    const theirs = theirGroup.GroupPolicyInfo.encode({
      ...policy,
      decisionPolicy: Any.fromPartial(packed),
      createdAt: time,
    }).finish();
    expect(
      GroupPolicyInfo.encode({ ...policy, decisionPolicy: packed, createdAt: nanos }),
    ).toStrictEqual(theirs);
  });

  it("of a validator with its decimals", () => {
    const rates = { rate: "100000000000000000", maxRate: "0", maxChangeRate: "1" };
    const common = {
      operatorAddress: "v",
      jailed: true,
      status: 3,
      description: { moniker: "m", identity: "", website: "", securityContact: "", details: "" },
      unbondingHeight: -1n,
      unbondingOnHoldRefCount: 0n,
      unbondingIds: [1n, 300n],
    };
    const theirs = theirStaking.Validator.encode({
      ...common,
      consensusPubkey: Any.fromPartial(packed),
      tokens: "5",
      delegatorShares: "5000000000000000000",
      unbondingTime: time,
      commission: { commissionRates: rates, updateTime: time },
      minSelfDelegation: "1",
    }).finish();
    const ours = Validator.encode({
      ...common,
      consensusPubkey: packed,
      tokens: 5n,
      delegatorShares: 5n * 10n ** 18n,
      unbondingTime: nanos,
      commission: {
        commissionRates: { rate: 10n ** 17n, maxRate: 0n, maxChangeRate: 1n },
        updateTime: nanos,
      },
      minSelfDelegation: 1n,
    });
    expect(ours).toStrictEqual(theirs);
  });

  it("of consensus requests and responses", () => {
    const misbehavior = {
      type: 1,
      validator: { address: key, power: 3n },
      height: 4n,
      totalVotingPower: 9n,
    };
    const block = {
      txs: [key, new Uint8Array(0)],
      hash: key,
      height: 5n,
      nextValidatorsHash: key,
      proposerAddress: key,
    };
    const commit = {
      round: 2,
      votes: [{ validator: { address: key, power: 3n }, blockIdFlag: 2 }],
    };
    const theirs = theirAbci.Request.encode({
      finalizeBlock: {
        ...block,
        decidedLastCommit: commit,
        misbehavior: [{ ...misbehavior, time }],
        time,
      },
    }).finish();
    const ours = Request.encode({
      finalizeBlock: {
        ...block,
        decidedLastCommit: commit,
        misbehavior: [{ ...misbehavior, time: nanos }],
        time: nanos,
      },
    });
    expect(ours).toStrictEqual(theirs);
    const result = {
      code: 5,
      data: key,
      log: "l",
      info: "",
      gasWanted: 9n,
      gasUsed: 8n,
      events: [],
      codespace: "sdk",
    };
    const response = {
      finalizeBlock: {
        events: [{ type: "t", attributes: [{ key: "k", value: "v", index: true }] }],
        txResults: [result],
        validatorUpdates: [{ pubKey: { ed25519: key }, power: 7n }],
        consensusParamUpdates: undefined,
        appHash: key,
      },
    };
    expect(Response.encode(response)).toStrictEqual(
      theirAbci.Response.encode(theirAbci.Response.fromPartial(response as never)).finish(),
    );
  });

  it("of headers and votes", () => {
    const blockId = { hash: key, partSetHeader: { total: 1, hash: key } };
    const header = {
      version: { block: 11n, app: 0n },
      chainId: "vpr-1",
      height: 3n,
      lastBlockId: blockId,
      lastCommitHash: key,
      dataHash: key,
      validatorsHash: key,
      nextValidatorsHash: key,
      consensusHash: key,
      appHash: key,
      lastResultsHash: key,
      evidenceHash: key,
      proposerAddress: key,
    };
    expect(Header.encode({ ...header, time: nanos })).toStrictEqual(
      theirTypes.Header.encode({ ...header, time }).finish(),
    );
    const vote = {
      type: 2,
      height: 1n,
      round: 0,
      blockId,
      validatorAddress: key,
      validatorIndex: 0,
      signature: key,
      extension: new Uint8Array(0),
      extensionSignature: new Uint8Array(0),
    };
    expect(Vote.encode({ ...vote, timestamp: nanos })).toStrictEqual(
      theirTypes.Vote.encode({ ...vote, timestamp: time }).finish(),
    );
  });
});
