import { Secp256k1Wallet } from "@cosmjs/amino";
import { DirectSecp256k1Wallet } from "@cosmjs/proto-signing";
import { type DeliverTxResponse, SigningStargateClient } from "@cosmjs/stargate";
import { DirectSecp256k1Wallet as DirectWallet032 } from "cosmjs-proto-signing-032";
import { SigningStargateClient as Client032 } from "cosmjs-stargate-032";
import { DENOM } from "./comet.js";
import type { TestKey } from "./signed-tx.js";

/** The clients that people use, by line and signing mode. */
export const CLIENTS = ["0.39 direct", "0.39 amino", "0.32 direct", "0.32 amino"] as const;
export type ClientKind = (typeof CLIENTS)[number];

/** What a transfer costs in base units. */
export const FEE = 5_000n;
const STD_FEE = { amount: [{ denom: DENOM, amount: FEE.toString() }], gas: "200000" };
const POLL = { broadcastPollIntervalMs: 100, broadcastTimeoutMs: 30_000 };

/** A client that signs for one key. */
export interface Sender {
  /** Sends base units; resolves with what the block said. */
  send(to: string, amount: bigint): Promise<Pick<DeliverTxResponse, "code" | "transactionHash">>;
  balance(address: string): Promise<bigint>;
  close(): void;
}

/** Connects an unmodified CosmJS client. */
export async function connectSender(rpc: string, kind: ClientKind, key: TestKey): Promise<Sender> {
  const [line, mode] = kind.split(" ");
  const amino = mode === "amino";
  if (line === "0.32") {
    const wallet = amino
      ? await aminoWallet032(key)
      : await DirectWallet032.fromKey(key.secret, "verana");
    return sender(await Client032.connectWithSigner(rpc, wallet, POLL), key.address);
  }
  const wallet = amino
    ? await Secp256k1Wallet.fromKey(key.secret, "verana")
    : await DirectSecp256k1Wallet.fromKey(key.secret, "verana");
  return sender(await SigningStargateClient.connectWithSigner(rpc, wallet, POLL), key.address);
}

function sender(client: SigningStargateClient | Client032, from: string): Sender {
  return {
    send: (to, amount) =>
      client.sendTokens(from, to, [{ denom: DENOM, amount: amount.toString() }], STD_FEE, "memo"),
    balance: async (address) => BigInt((await client.getBalance(address, DENOM)).amount),
    close: () => client.disconnect(),
  };
}

/** The older line knows fewer kinds of keys; this one it knows. */
async function aminoWallet032(key: TestKey) {
  const wallet = await Secp256k1Wallet.fromKey(key.secret, "verana");
  return {
    getAccounts: async () =>
      (await wallet.getAccounts()).map((account) => ({ ...account, algo: "secp256k1" as const })),
    signAmino: wallet.signAmino.bind(wallet),
  };
}
