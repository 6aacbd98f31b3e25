import type { StdFee } from "@cosmjs/amino";
import type { EncodeObject } from "@cosmjs/proto-signing";
import type {
  setupDistributionExtension,
  setupSlashingExtension,
  setupStakingExtension,
} from "@cosmjs/stargate";
import { clientAccountParser, clientRegistry } from "../../src/client/cosmjs.js";
import { DENOM } from "./comet.js";
import {
  aminoTypesWith,
  type Line,
  type Mode,
  PATIENT,
  rpcClient,
  walletOf,
} from "./cosmjs-lines.js";
import type { TestKey } from "./signed-tx.js";

/** What every transaction of {@link stakeClient} pays, base units. */
export const STAKE_FEE = 50_000n;
const FEE: StdFee = {
  amount: [{ denom: DENOM, amount: STAKE_FEE.toString() }],
  gas: "500000",
};

/** What became of a transaction. */
export interface Outcome {
  readonly code: number;
  readonly height: number;
  readonly log: string;
}

/**
 * Messages whose amino form CosmJS does not have, or has under another name than Cosmos SDK: that of
 * the commission. All others are signed by CosmJS's own converters.
 */
const LACKING = [
  "/cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission",
  "/cosmos.slashing.v1beta1.MsgUnjail",
  "/cosmos.vesting.v1beta1.MsgCreatePeriodicVestingAccount",
  "/cosmos.vesting.v1beta1.MsgCreatePermanentLockedAccount",
];

type StakeQueries = ReturnType<typeof setupStakingExtension> &
  ReturnType<typeof setupDistributionExtension> &
  ReturnType<typeof setupSlashingExtension>;

/** CosmJS's client for someone who stakes, with CosmJS's queries about stakes. */
export async function stakeClient(line: Line, mode: Mode, url: string, key: TestKey) {
  const { stargate } = line;
  const wallet = await walletOf(line, mode, key);
  const client = await stargate.SigningStargateClient.connectWithSigner(url, wallet, {
    ...PATIENT,
    registry: clientRegistry(),
    accountParser: clientAccountParser,
    aminoTypes: aminoTypesWith(line, LACKING),
  });
  const comet = await rpcClient(line, url);
  const query: StakeQueries = stargate.QueryClient.withExtensions(
    comet,
    stargate.setupStakingExtension,
    stargate.setupDistributionExtension,
    stargate.setupSlashingExtension,
  );
  const { address } = key;
  return {
    address,
    query,
    comet,
    /** Resolves when the message is in a block. */
    async send(typeUrl: string, value: object): Promise<Outcome> {
      const message: EncodeObject = { typeUrl, value };
      const { code, height, rawLog } = await client.signAndBroadcast(address, [message], FEE);
      return { code, height, log: rawLog ?? "" };
    },
    async balance(of: string = address): Promise<bigint> {
      return BigInt((await client.getBalance(of, DENOM)).amount);
    },
    /** Time of the latest block, seconds. */
    async now(): Promise<number> {
      return (await comet.status()).syncInfo.latestBlockTime.getTime() / 1000;
    },
    end(): void {
      client.disconnect();
      comet.disconnect();
    },
  };
}

export type StakeClient = Awaited<ReturnType<typeof stakeClient>>;
