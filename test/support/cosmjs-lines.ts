import { createRequire } from "node:module";
import * as amino from "@cosmjs/amino";
import * as signing from "@cosmjs/proto-signing";
import * as stargate from "@cosmjs/stargate";
import * as rpc from "@cosmjs/tendermint-rpc";
import { clientAminoTypes } from "../../src/client/cosmjs.js";
import { registry } from "../../src/gen/registry.js";
import type { MethodDescriptor } from "../../src/wire/descriptor.js";
import type { TestKey } from "./signed-tx.js";

/** One release line of CosmJS with the packages that it stands on. */
export interface Line {
  readonly name: "0.39" | "0.32";
  readonly amino: typeof amino;
  readonly signing: typeof signing;
  readonly stargate: typeof stargate;
  readonly rpc: typeof rpc;
}

// The older line's packages are those that its client itself would load.
const nested = createRequire(import.meta.resolve("cosmjs-stargate-032"));

/** The lines that people use. What is used here of both has one form, so one type stands for both. */
export const LINES: readonly Line[] = [
  { name: "0.39", amino, signing, stargate, rpc },
  {
    name: "0.32",
    amino: nested("@cosmjs/amino") as typeof amino,
    signing: nested("@cosmjs/proto-signing") as typeof signing,
    stargate: createRequire(import.meta.url)("cosmjs-stargate-032") as typeof stargate,
    rpc: nested("@cosmjs/tendermint-rpc") as typeof rpc,
  },
];

/** How transactions are signed. */
export const MODES = ["direct", "amino"] as const;
export type Mode = (typeof MODES)[number];

/** A wallet that holds one key. */
export function walletOf(line: Line, mode: Mode, { secret }: TestKey) {
  return mode === "direct"
    ? line.signing.DirectSecp256k1Wallet.fromKey(secret, "verana")
    : line.amino.Secp256k1Wallet.fromKey(secret, "verana");
}

/** A client that signs with one key and works fees out at 0.025 a unit of gas. */
export async function signingClient(line: Line, mode: Mode, url: string, key: TestKey) {
  const wallet = await walletOf(line, mode, key);
  return line.stargate.SigningStargateClient.connectWithSigner(url, wallet, {
    gasPrice: line.stargate.GasPrice.fromString("0.025uvna"),
    broadcastPollIntervalMs: 50,
    broadcastTimeoutMs: 30_000,
  });
}

/** The client of the node's RPC that this line has. */
export function rpcClient(
  line: Line,
  endpoint: string | rpc.HttpEndpoint,
): Promise<rpc.Comet38Client> {
  return line.rpc.Comet38Client.connect(endpoint);
}

/**
 * The same, asking the node that `url` names for each request. Each has a connection of its own: one that
 * was idle may be closed just as it is used again.
 */
export async function rpcWherever({ rpc }: Line, url: () => string): Promise<rpc.Comet38Client> {
  const headers = { connection: "close" };
  // The earlier line promises its clients.
  return await rpc.Comet38Client.create({
    execute: (request) => new rpc.HttpClient({ url: url(), headers }).execute(request),
    disconnect: () => {},
  });
}

/** How often clients look for their transactions, and for how long; a busy machine takes its time. */
export const PATIENT = { broadcastPollIntervalMs: 100, broadcastTimeoutMs: 60_000 } as const;

/** CosmJS's own amino converters, with this project's for messages whose form those lack or have wrong. */
export function aminoTypesWith({ stargate }: Line, typeUrls: readonly string[]) {
  const ours = clientAminoTypes();
  const lacking = typeUrls.map((typeUrl): [string, stargate.AminoConverter] => {
    const type = registry.byUrl(typeUrl)?.aminoName ?? typeUrl;
    const toAmino = (value: unknown) => ours.toAmino({ typeUrl, value }).value;
    const fromAmino = (value: object) => ours.fromAmino({ type, value }).value;
    return [typeUrl, { aminoType: type, toAmino, fromAmino }];
  });
  const usual = stargate.createDefaultAminoConverters();
  return new stargate.AminoTypes({ ...usual, ...Object.fromEntries(lacking) });
}

/** Asks over ABCI, of the latest height unless told; rejects with the log where the query is refused. */
export async function askOver<A>(
  comet: rpc.Comet38Client,
  method: MethodDescriptor,
  request: object = {},
  height = 0,
): Promise<A> {
  const data = method.request.encode(method.request.create(request));
  const { code, log, value } = await comet.abciQuery({ path: method.path, data, height });
  if (code !== 0) throw new Error(log);
  return method.response.decode(value) as A;
}
