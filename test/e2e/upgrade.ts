import type { StdFee } from "@cosmjs/amino";
import { expect } from "vitest";
import { clientAminoTypes, clientRegistry } from "../../src/client/cosmjs.js";
import * as gov from "../../src/gen/cosmos/gov/v1.js";
import * as mint from "../../src/gen/cosmos/mint/v1beta1.js";
import {
  MsgSoftwareUpgrade,
  Plan,
  Query,
  QueryAppliedPlanResponse,
  type QueryCurrentPlanResponse,
  type QueryModuleVersionsResponse,
} from "../../src/gen/cosmos/upgrade/v1beta1.js";
import { pack } from "../../src/wire/any.js";
import type { MethodDescriptor } from "../../src/wire/descriptor.js";
import {
  askOver,
  type Line,
  type Mode,
  PATIENT,
  rpcClient,
  walletOf,
} from "../support/cosmjs-lines.js";
import { GOV } from "../support/gov-messages.js";
import { MIGRATED_BLOCKS, NEXT, NOTES_QUERY } from "../support/next-release.js";
import type { TestKey } from "../support/signed-tx.js";
import { until } from "../support/until.js";

/** Where a chain answers, and who proposes and decides there. */
export interface UpgradeChain {
  readonly rpcUrl: string;
  readonly line: Line;
  readonly mode: Mode;
  /** Owns far more than all validators stake together; signs nothing else meanwhile. */
  readonly voter: TestKey;
}

const FEE: StdFee = { amount: [{ denom: "uvna", amount: "100000" }], gas: "2000000" };
const EXPEDITED_DEPOSIT = "50000000";
const { VOTE_OPTION_YES: YES } = gov.VoteOption;
/** Blocks between the end of the vote and the upgrade, on a machine of any speed. */
const SPARE_BLOCKS = 10;

async function council({ rpcUrl, line, mode, voter: { address, ...key } }: UpgradeChain) {
  const { stargate } = line;
  const wallet = await walletOf(line, mode, { address, ...key });
  const client = await stargate.SigningStargateClient.connectWithSigner(rpcUrl, wallet, {
    ...PATIENT,
    registry: clientRegistry(),
    aminoTypes: clientAminoTypes(),
  });
  const comet = await rpcClient(line, rpcUrl);
  const staking = stargate.QueryClient.withExtensions(comet, stargate.setupStakingExtension);
  return {
    address,
    comet,
    staking: staking.staking,
    async send(typeUrl: string, value: object) {
      const answer = await client.signAndBroadcast(address, [{ typeUrl, value }], FEE);
      expect(answer.code, answer.rawLog).toBe(0);
      return answer;
    },
    ask: <A>(method: MethodDescriptor, request?: object) => askOver<A>(comet, method, request),
    balance: async () => BigInt((await client.getBalance(address, "uvna")).amount),
    end() {
      client.disconnect();
      comet.disconnect();
    },
  };
}

type Council = Awaited<ReturnType<typeof council>>;

/** The voter stakes nine tenths of what it owns, for all validators alike, unless it did before. */
export async function stakeForAll(chain: UpgradeChain): Promise<void> {
  const c = await council(chain);
  const { validators } = await c.staking.validators("BOND_STATUS_BONDED");
  const each = ((await c.balance()) * 9n) / 10n / BigInt(validators.length);
  for (const { operatorAddress } of validators) {
    await c.send("/cosmos.staking.v1beta1.MsgDelegate", {
      delegatorAddress: c.address,
      validatorAddress: operatorAddress,
      amount: { denom: "uvna", amount: each.toString() },
    });
  }
  c.end();
}

/**
 * The voter proposes the upgrade and votes for it; resolves with its height once the plan waits. What
 * the voter stakes must decide.
 */
export async function scheduleUpgrade(chain: UpgradeChain): Promise<number> {
  const c = await council(chain);
  const height = await heightAfter(c, await votingSeconds(c));
  const plan = Plan.create({ name: NEXT, height: BigInt(height), info: "the next version" });
  const { msgResponses } = await c.send("/cosmos.gov.v1.MsgSubmitProposal", {
    messages: [pack(MsgSoftwareUpgrade, { authority: GOV, plan })],
    initialDeposit: [{ denom: "uvna", amount: EXPEDITED_DEPOSIT }],
    proposer: c.address,
    metadata: "",
    title: "The next version",
    summary: "Upgrade",
    expedited: true,
  });
  const [answer] = msgResponses;
  const { proposalId } = gov.MsgSubmitProposalResponse.decode(answer?.value ?? new Uint8Array());
  const vote = { proposalId, voter: c.address, option: YES, metadata: "for it" };
  await c.send("/cosmos.gov.v1.MsgVote", vote);
  const waiting = async () => (await c.ask<QueryCurrentPlanResponse>(Query.CurrentPlan)).plan;
  await until(async () => (await waiting()) !== undefined);
  expect(await waiting()).toEqual(plan);
  c.end();
  return height;
}

async function votingSeconds(c: Council): Promise<number> {
  const { params } = await c.ask<gov.QueryParamsResponse>(gov.Query.Params);
  return Number((params?.expeditedVotingPeriod ?? 0n) / 1_000_000_000n);
}

/** A height that the chain reaches some blocks after so many seconds, at the pace of its last blocks. */
async function heightAfter({ comet }: Council, seconds: number): Promise<number> {
  const { latestBlockHeight, latestBlockTime } = (await comet.status()).syncInfo;
  const span = Math.min(10, latestBlockHeight - 1);
  const { block } = await comet.block(latestBlockHeight - span);
  const took = (latestBlockTime.getTime() - block.header.time.getTime()) / 1_000;
  return latestBlockHeight + Math.ceil((span / took) * (seconds + 4)) + SPARE_BLOCKS;
}

/** The chain of the next version, some blocks after the upgrade: migrated, with its new store. */
export async function expectUpgraded(chain: UpgradeChain, height: number): Promise<void> {
  const c = await council(chain);
  const { plan } = await c.ask<QueryCurrentPlanResponse>(Query.CurrentPlan);
  expect(plan).toBeUndefined();
  const applied = await c.ask<QueryAppliedPlanResponse>(Query.AppliedPlan, { name: NEXT });
  expect(applied.height).toBe(BigInt(height));
  const { params } = await c.ask<mint.QueryParamsResponse>(mint.Query.Params);
  expect(params.blocksPerYear).toBe(MIGRATED_BLOCKS);
  const { moduleVersions } = await c.ask<QueryModuleVersionsResponse>(Query.ModuleVersions);
  expect(moduleVersions).toContainEqual({ name: "mint", version: 3n });
  expect(moduleVersions).toContainEqual({ name: "notes", version: 1n });
  // Blocks since the upgrade, on top of what the module's genesis says.
  const answer = await c.comet.abciQuery({ path: NOTES_QUERY, data: new Uint8Array() });
  const counted = QueryAppliedPlanResponse.decode(answer.value).height;
  expect(counted).toBe(1_000n + BigInt((answer.height ?? 0) - height + 1));
  // It takes transactions as before.
  await c.send("/cosmos.bank.v1beta1.MsgSend", {
    fromAddress: c.address,
    toAddress: c.address,
    amount: [{ denom: "uvna", amount: "1" }],
  });
  c.end();
}
