import type { StdFee } from "@cosmjs/amino";
import { createProtobufRpcClient, type DeliverTxResponse, QueryClient } from "@cosmjs/stargate";
import { connectComet } from "@cosmjs/tendermint-rpc";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { QueryClientImpl } from "cosmjs-types/cosmos/group/v1/query";
import { expect } from "vitest";
import { clientAminoTypes } from "../../src/client/cosmjs.js";
import { type Line, type Mode, PATIENT, walletOf } from "../support/cosmjs-lines.js";
import type { TestKey } from "../support/signed-tx.js";

/** Where a chain answers, who takes part, and how they sign. */
export interface GroupChain {
  readonly rpcUrl: string;
  readonly line: Line;
  readonly mode: Mode;
  /** Alice, bob and carol, who own at least 10,000,000uvna each and sign nothing else meanwhile. */
  readonly keys: readonly [TestKey, TestKey, TestKey];
  /** An address that owns nothing yet. */
  readonly stranger: string;
}

const FEE: StdFee = { amount: [{ denom: "uvna", amount: "100000" }], gas: "400000" };
/** An amount of base units, in the form of CosmJS. */
export const coins = (amount: number) => [{ denom: "uvna", amount: amount.toString() }];
/** What the type URLs of the module begin with. */
export const GROUP = "/cosmos.group.v1.";
/** Who takes part. */
export type Name = "alice" | "bob" | "carol";

/** Lets the three do something with a stranger's address, and closes their clients in the end. */
export async function meeting(
  chain: GroupChain,
  what: (m: Meeting, stranger: string) => Promise<void>,
): Promise<void> {
  const m = await gather(chain);
  try {
    await what(m, chain.stranger);
  } finally {
    m.end();
  }
}

async function gather({ rpcUrl, line, mode, keys }: GroupChain) {
  const [alice, bob, carol] = keys;
  const people = { alice, bob, carol };
  const clientOf = async (key: TestKey) =>
    await line.stargate.SigningStargateClient.connectWithSigner(
      rpcUrl,
      await walletOf(line, mode, key),
      {
        aminoTypes: clientAminoTypes(),
        ...PATIENT,
      },
    );
  const clients = {
    alice: await clientOf(alice),
    bob: await clientOf(bob),
    carol: await clientOf(carol),
  };
  const comet = await connectComet(rpcUrl);
  const query = new QueryClientImpl(createProtobufRpcClient(new QueryClient(comet)));
  const attempt = (who: Name, name: string, value: object): Promise<DeliverTxResponse> => {
    const typeUrl = name.startsWith("/") ? name : `${GROUP}${name}`;
    return clients[who].signAndBroadcast(people[who].address, [{ typeUrl, value }], FEE);
  };
  return {
    people,
    query,
    attempt,
    async send(who: Name, name: string, value: object): Promise<DeliverTxResponse> {
      const answer = await attempt(who, name, value);
      expect(answer.code, `${name}: ${answer.rawLog}`).toBe(0);
      return answer;
    },
    async balance(address: string): Promise<number> {
      return Number((await clients.alice.getBalance(address, "uvna")).amount);
    },
    end(): void {
      for (const client of Object.values(clients)) client.disconnect();
      comet.disconnect();
    },
  };
}

/** Three people with their clients. */
export type Meeting = Awaited<ReturnType<typeof gather>>;

/** Values of the attributes of that name, in order. */
export const attributes = ({ events }: DeliverTxResponse, type: string, key: string): string[] =>
  events
    .filter((event) => event.type === `cosmos.group.v1.${type}`)
    .flatMap((event) => event.attributes.filter((one) => one.key === key))
    .map(({ value }) => value);

/** The first of them, without its quotes. */
export const first = (answer: DeliverTxResponse, type: string, key: string): string =>
  JSON.parse(attributes(answer, type, key)[0] ?? "null");

/** Alice proposes that the policy account pays a stranger; the id of the proposal. */
export async function proposePayment(
  m: Meeting,
  policy: string,
  to: string,
  more: { readonly exec?: number; readonly amount?: number } = {},
): Promise<bigint> {
  const payment = MsgSend.fromPartial({
    fromAddress: policy,
    toAddress: to,
    amount: coins(more.amount ?? 1_000),
  });
  const answer = await m.send("alice", "MsgSubmitProposal", {
    groupPolicyAddress: policy,
    proposers: [m.people.alice.address],
    metadata: "ipfs://about",
    messages: [
      { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: MsgSend.encode(payment).finish() },
    ],
    exec: more.exec ?? 0,
    title: "Pay",
    summary: "Pays <somebody> & nobody else",
  });
  return BigInt(first(answer, "EventSubmitProposal", "proposal_id"));
}

/** A vote by name. */
export const vote = (m: Meeting, who: Name, proposalId: bigint, option: number, exec = 0) =>
  m.send(who, "MsgVote", {
    proposalId,
    voter: m.people[who].address,
    option,
    metadata: "",
    exec,
  });

/** What became of a proposal so far. */
export const statusOf = async (m: Meeting, proposalId: bigint): Promise<number | undefined> =>
  (await m.query.Proposal({ proposalId })).proposal?.status;
