import { stringToPath } from "@cosmjs/crypto";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { describe, expect, it } from "vitest";
import { readKeyFile } from "../../src/engine/embedded/keys.js";
import { homePaths } from "../../src/engine/home/paths.js";
import { addressText } from "../../src/keeper/addresses.js";
import { POWER_REDUCTION } from "../../src/modules/staking/params.js";
import { CHAIN } from "../support/ante-world.js";
import { COMET_BIN } from "../support/comet.js";
import { LINES } from "../support/cosmjs-lines.js";
import { forgedEvidence } from "../support/double-sign.js";
import type { Member, Network } from "../support/network.js";
import { type StakeClient, stakeClient } from "../support/stake-client.js";
import { FIRST_STAKE, makeStakedNetwork, operatorPhrase } from "../support/staked-network.js";
import { until } from "../support/until.js";
import {
  operatorAddress,
  operatorKey,
  STAKERS,
  type StakingChain,
  stakingSuite,
  UNITS_OF_POWER,
} from "./staking.js";

const VALIDATORS = 4;
const UNJAIL = "/cosmos.slashing.v1beta1.MsgUnjail";
const [LINE] = LINES;

describe.runIf(COMET_BIN)("stakes on a network of four validators, each a CometBFT", () => {
  let network: Network;
  /** Key of the node that only follows at first, and becomes the fifth validator. */
  const joiner = () => network.member(VALIDATORS);
  const keyOf = ({ node }: Member) => readKeyFile(homePaths(node.home).validatorKey);

  stakingSuite(async (): Promise<StakingChain> => {
    network = await makeStakedNetwork({
      ...{ bin: COMET_BIN ?? "", validators: VALIDATORS + 1, staked: VALIDATORS },
      addresses: STAKERS,
      values: { "consensus.timeout_commit": "200ms" },
    });
    await network.start();
    const firstKey = keyOf(joiner()).publicKey;
    return { rpcUrl: network.member(0).rpc, firstKey, stop: () => network.end() };
  });

  it("one that was made by a message signs blocks", async () => {
    await until(async () => (await signers()).has(nameOf(joiner())));
    const { validators } = await network.member(0).ask("validators");
    expect(validators).toHaveLength(VALIDATORS + 1);
  }, 120_000);

  it("one that stops is jailed after the window, and comes back by an unjail", async () => {
    const operator = await operatorClient();
    const validatorAddr = operatorAddress(operator.address);
    const found = async () => (await operator.query.staking.validator(validatorAddr)).validator;
    const tokens = BigInt((await found()).tokens);
    await joiner().stop();
    await until(async () => (await found()).jailed);
    // A hundredth is lost of what its power stands for, which is whole millions.
    const powerful = tokens - (tokens % UNITS_OF_POWER);
    expect(BigInt((await found()).tokens)).toBe(tokens - powerful / 100n);
    await until(async () => !(await powers()).has(nameOf(joiner())));
    joiner().start();
    await joiner().reached(await network.member(0).reached(1));
    // On a busy machine it may be jailed again before it has found its peers.
    await until(async () => {
      if ((await found()).jailed) await operator.send(UNJAIL, { validatorAddr });
      return (await signers()).has(nameOf(joiner()));
    });
    expect(await found()).toMatchObject({ jailed: false, status: 3 });
    operator.end();
  }, 240_000);

  it("one that signed two blocks of a height is slashed and never comes back", async () => {
    const struck = network.member(VALIDATORS - 1);
    const operator = await operatorClient();
    const account = await accountOf(struck);
    const at = operatorAddress(account);
    const found = async () => (await operator.query.staking.validator(at)).validator;
    const tokens = BigInt((await found()).tokens);
    expect(tokens).toBeGreaterThanOrEqual(FIRST_STAKE);
    const height = (await network.member(0).reached(1)) - 2;
    const forged = { chainId: CHAIN.chainId, height, key: keyOf(struck) };
    const evidence = await forgedEvidence(network.member(0), forged);
    const told = await post(network.member(0), "broadcast_evidence", { evidence });
    expect(told.error).toBeUndefined();
    await until(async () => (await found()).jailed);
    // A twentieth of what it had at the height of the evidence.
    const power = (await powers(height)).get(nameOf(struck)) ?? 0n;
    expect(BigInt((await found()).tokens)).toBe(tokens - (power * POWER_REDUCTION) / 20n);
    const consensus = addressText("veranavalcons", keyOf(struck).address);
    const { valSigningInfo } = await operator.query.slashing.signingInfo(consensus);
    expect(valSigningInfo?.tombstoned).toBe(true);
    await until(async () => !(await powers()).has(nameOf(struck)));
    // The others make blocks, all to the same app hash.
    const now = await network.member(0).reached(1);
    await network.reached(now + 3);
    const hashes = await Promise.all(network.running.map((member) => member.appHash(now + 2)));
    expect(new Set(hashes).size).toBe(1);
    operator.end();
  }, 120_000);

  const nameOf = (member: Member): string =>
    Buffer.from(keyOf(member).address).toString("hex").toUpperCase();

  /** Who signed the block before the latest. */
  async function signers(): Promise<ReadonlySet<string>> {
    const { block } = await network.member(0).ask("block");
    const { signatures } = block.last_commit;
    const signed = signatures.filter((one: { block_id_flag: number }) => one.block_id_flag === 2);
    return new Set(signed.map((one: { validator_address: string }) => one.validator_address));
  }

  async function powers(height?: number): Promise<ReadonlyMap<string, bigint>> {
    const at = height === undefined ? "" : `&height=${height}`;
    const { validators } = await network.member(0).ask(`validators?per_page=100${at}`);
    const entry = (one: { address: string; voting_power: string }) =>
      [one.address, BigInt(one.voting_power)] as const;
    return new Map(validators.map(entry));
  }

  /** The one that made the fifth validator, by CosmJS. */
  function operatorClient(): Promise<StakeClient> {
    if (LINE === undefined) throw new Error("there is no client");
    return stakeClient(LINE, "direct", network.member(0).rpc, operatorKey(0));
  }
});

async function accountOf({ node }: Member): Promise<string> {
  const options = { prefix: CHAIN.prefix, hdPaths: [stringToPath("m/44'/118'/0'/0/0")] };
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(operatorPhrase(node.home), options);
  const [account] = await wallet.getAccounts();
  return account?.address ?? "";
}

async function post(at: Member, method: string, params: object) {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const headers = { "content-type": "application/json" };
  const response = await fetch(at.rpc, { method: "POST", headers, body });
  return (await response.json()) as { readonly result?: unknown; readonly error?: unknown };
}
