import { type DeliverTxResponse, isDeliverTxFailure } from "@cosmjs/stargate";
import { expect } from "vitest";
import { clientAminoTypes, clientRegistry } from "../../src/client/cosmjs.js";
import type { ErrorKind } from "../../src/keeper/errors.js";
import type { MethodDescriptor } from "../../src/wire/descriptor.js";
import {
  askOver,
  type Line,
  type Mode,
  PATIENT,
  rpcWherever,
  walletOf,
} from "../support/cosmjs-lines.js";
import type { TestKey } from "../support/signed-tx.js";

/** Who takes part in the journey. */
export type Name = "alice" | "bob" | "carol" | "dave" | "oracle" | "voter";

/** Where a chain answers, who takes part by the names `N`, and how they sign. */
export interface Gathering<N extends string> {
  readonly rpcUrl: string;
  readonly line: Line;
  readonly mode: Mode;
  /** Everyone owns at least 200,000,000uvna; the voter far more than all validators stake. */
  readonly keys: Readonly<Record<N, TestKey>>;
  /** CosmJS of a person's client, where not everybody uses `line`. */
  readonly lineOf?: (name: N) => Line;
  /** Where a person's client asks and sends, looked up for each request; at `rpcUrl` unless told. */
  readonly rpcOf?: (name: N) => string;
  /** Resolves when whoever is asked next has the state of this height: validators reach it one by one. */
  readonly settled?: (height: number) => Promise<void>;
}

/** The chain of the registry's journey. */
export interface RegistryChain extends Gathering<Name> {
  /** Distinguishes this run from others on the same chain: in DIDs, and as the currency that is priced. */
  readonly currency: string;
}

export const SECOND = 1_000_000_000n;
export const uvna = (amount: bigint) => [{ denom: "uvna", amount }];

/** What every transaction declares, and what it may use. */
export const FEE = 100_000n;
const GAS = "2000000";

/** The clients of the people, and what they ask. */
export async function gather<N extends string>(chain: Gathering<N>) {
  const { mode, keys, settled = async () => {} } = chain;
  const { lineOf = () => chain.line, rpcOf = () => chain.rpcUrl } = chain;
  const comet = await rpcWherever(chain.line, () => chain.rpcUrl);
  const clients = new Map<string, Awaited<ReturnType<typeof clientOf>>>();
  async function clientOf(name: N) {
    const line = lineOf(name);
    const wallet = await walletOf(line, mode, keys[name]);
    const rpc = await rpcWherever(line, () => rpcOf(name));
    return line.stargate.SigningStargateClient.createWithSigner(rpc, wallet, {
      ...PATIENT,
      registry: clientRegistry(),
      aminoTypes: clientAminoTypes(),
    });
  }
  for (const name of Object.keys(keys) as N[]) clients.set(name, await clientOf(name));
  const addressOf = (name: N): string => keys[name].address;

  /** Signs a message and waits for its block; `granter` pays where it is given. */
  const attempt = async (
    who: N,
    typeUrl: string,
    value: object,
    granter?: string,
  ): Promise<DeliverTxResponse> => {
    const amount = [{ denom: "uvna", amount: FEE.toString() }];
    const fee = { amount, gas: GAS, ...(granter === undefined ? {} : { granter }) };
    const client = clients.get(who);
    if (client === undefined) throw new Error(`${who} takes no part`);
    const answer = await client.signAndBroadcast(addressOf(who), [{ typeUrl, value }], fee);
    await settled(answer.height);
    return answer;
  };
  return {
    addressOf,
    attempt,
    async send(who: N, typeUrl: string, value: object, granter?: string) {
      const answer = await attempt(who, typeUrl, value, granter);
      expect(answer.code, `${typeUrl}: ${answer.rawLog}`).toBe(0);
      return answer;
    },
    /** A message that its block must refuse. */
    async refused(who: N, typeUrl: string, value: object, kind: ErrorKind): Promise<void> {
      const answer = await attempt(who, typeUrl, value);
      expect(isDeliverTxFailure(answer), `${typeUrl} was taken`).toBe(true);
      expect([answer.code, answer.rawLog?.includes(kind.text)], answer.rawLog).toEqual([
        kind.code,
        true,
      ]);
    },
    /** Asks over ABCI, of the latest height unless told; rejects with the log where the query is refused. */
    ask: <A>(method: MethodDescriptor, request?: object, height?: number) =>
      askOver<A>(comet, method, request, height),
    /** Nanoseconds since the Unix epoch. */
    async now(): Promise<bigint> {
      const { syncInfo } = await comet.status();
      return BigInt(syncInfo.latestBlockTime.getTime()) * 1_000_000n;
    },
    /** The latest height. */
    async height(): Promise<number> {
      return (await comet.status()).syncInfo.latestBlockHeight;
    },
    /** Time of a block, nanoseconds since the Unix epoch. */
    async timeOf(height: number): Promise<bigint> {
      const { time } = (await comet.block(height)).block.header;
      return BigInt(time.getTime()) * 1_000_000n + BigInt(time.nanoseconds ?? 0);
    },
    end(): void {
      for (const client of clients.values()) client.disconnect();
      comet.disconnect();
    },
  };
}

export type People<N extends string = Name> = Awaited<ReturnType<typeof gather<N>>>;

/** Value of the first attribute of that name in the first event of that type. */
export function told({ events }: DeliverTxResponse, type: string, key: string): string {
  const value = events
    .find((event) => event.type === type)
    ?.attributes.find((attribute) => attribute.key === key)?.value;
  if (value === undefined) throw new Error(`nothing tells ${type}.${key}`);
  return value;
}
