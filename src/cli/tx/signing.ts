import { Secp256k1Wallet } from "@cosmjs/amino";
import {
  DirectSecp256k1Wallet,
  type EncodeObject,
  type OfflineSigner,
} from "@cosmjs/proto-signing";
import { SigningStargateClient } from "@cosmjs/stargate";
import { clientAccountParser, clientAminoTypes, clientRegistry } from "../../client/cosmjs.js";
import { TxRaw } from "../../gen/cosmos/tx/v1beta1.js";
import type { Any } from "../../wire/descriptor.js";
import { CliError, messageOf } from "../failure.js";
import { say } from "../output.js";
import type { Cost } from "./cost.js";
import type { TxSession } from "./session.js";

/** Signs messages with CosmJS. Made by {@link openSigner}. */
export class Signer {
  constructor(
    private readonly session: TxSession,
    private readonly client: SigningStargateClient,
  ) {}

  /** Gas that the messages use, times the adjustment. */
  async estimate(messages: readonly Any[]): Promise<bigint> {
    const { from, flags } = this.session;
    const used = await refusable(this.client.simulate(from, objects(messages), flags.note));
    const gas = BigInt(Math.ceil(used * flags.gasAdjustment));
    say(`gas estimate: ${gas}`);
    return gas;
  }

  /** Bytes of the signed transaction. */
  async sign(messages: readonly Any[], { gas, fees }: Cost): Promise<Uint8Array> {
    const { from, flags } = this.session;
    const amount = fees.map((coin) => ({ denom: coin.denom, amount: coin.amount.toString() }));
    const signed = await refusable(
      this.client.sign(
        from,
        objects(messages),
        {
          amount,
          gas: gas.toString(),
          ...(flags.feeGranter === "" ? {} : { granter: flags.feeGranter }),
          ...(flags.feePayer === "" ? {} : { payer: flags.feePayer }),
        },
        flags.note,
        await this.signerData(),
        flags.timeoutHeight === 0 ? undefined : BigInt(flags.timeoutHeight),
      ),
    );
    return TxRaw.encode(signed);
  }

  close(): void {
    this.client.disconnect();
  }

  private async signerData() {
    const { flags, from, surroundings, chain } = this.session;
    const chainId = surroundings.chainId ?? (await chain.chainId());
    const { sequence, accountNumber } = flags;
    if (sequence !== undefined && accountNumber !== undefined) {
      return { chainId, sequence, accountNumber: BigInt(accountNumber) };
    }
    const found = await refusable(this.client.getSequence(from));
    return {
      chainId,
      sequence: sequence ?? found.sequence,
      accountNumber: accountNumber === undefined ? found.accountNumber : BigInt(accountNumber),
    };
  }
}

/** Connects a signer for the session's key. Throws CliError when no node answers. */
export async function openSigner(session: TxSession): Promise<Signer> {
  const { surroundings } = session;
  const options = {
    ...{ registry: clientRegistry(), aminoTypes: clientAminoTypes() },
    accountParser: clientAccountParser,
  };
  const wallet = await walletOf(session);
  // Says more clearly than CosmJS that nobody answers.
  await session.chain.status();
  const { node } = surroundings;
  return new Signer(session, await SigningStargateClient.connectWithSigner(node, wallet, options));
}

async function walletOf(session: TxSession): Promise<OfflineSigner> {
  const { privateKey } = await session.key();
  const prefix = session.surroundings.client["bech32-prefix"];
  return session.flags.signMode === "amino-json"
    ? await Secp256k1Wallet.fromKey(privateKey, prefix)
    : await DirectSecp256k1Wallet.fromKey(privateKey, prefix);
}

const registry = clientRegistry();

/** The messages as CosmJS holds them. */
function objects(messages: readonly Any[]): readonly EncodeObject[] {
  return messages.map((any) => ({ typeUrl: any.typeUrl, value: registry.decode(any) }));
}

/** What CosmJS and gRPC put before a refusal. */
const SIMULATION = /^Query failed with \(\d+\): rpc error: code = \w+ desc = /;

async function refusable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new CliError(messageOf(error).replace(SIMULATION, "the chain refuses: "));
  }
}
