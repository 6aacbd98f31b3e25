import { rm } from "node:fs/promises";
import { App, type AppOptions } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import type { EmbeddedNode } from "../../src/engine/embedded/node.js";
import { startEmbedded } from "../../src/engine/embedded/node.js";
import { listenAt } from "../../src/gateway/listen-address.js";
import { httpRpc } from "../../src/gateway/rpc-client.js";
import { buildServer, type GatewayConfig } from "../../src/gateway/server.js";
import type { Json } from "../../src/keeper/query.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { CHAIN } from "./ante-world.js";
import { newHome } from "./new-home.js";
import { testKey } from "./signed-tx.js";

/** Accounts of the genesis, in the order of their numbers. */
export const [RICH, OTHER, THIRD] = [testKey(1), testKey(2), testKey(3)] as const;

const TX_FUNDS = "1000000000000000000000";

/** Errors that nobody registered, of every chain and gateway of a test file. */
export const faults: unknown[] = [];

/** A chain with funded accounts, real modules and a real engine. */
export interface ChainWorld {
  readonly app: App;
  readonly node: EmbeddedNode;
  readonly rpcUrl: string;
  stop(): Promise<void>;
}

/** Starts a chain that makes a block every 50 milliseconds. */
export async function startChain(
  options: Pick<AppOptions, "queryGasLimit" | "minGasPrices"> = {},
): Promise<ChainWorld> {
  const home = newHome({ chain_id: CHAIN.chainId, app_state: genesisState() });
  const store = await openMultiStore({ stores: [...STORES] });
  const logger = { ...silent, error: (...told: unknown[]) => void faults.push(told) };
  const app = new App({ store, logger, version: "0.0.0-test", ...options });
  const node = await startEmbedded({
    home,
    app,
    rpcListen: "tcp://127.0.0.1:0",
    blockTimeMs: 50,
    instant: true,
    rpc: { corsOrigins: ["*"] },
  });
  await node.backend.started();
  return {
    app,
    node,
    rpcUrl: node.rpcAddress,
    async stop() {
      await node.stop();
      await store.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function genesisState(): { readonly [module: string]: Json } {
  const state = freshAppState(CHAIN.chainId, "uvna");
  const balances = [RICH, OTHER, THIRD].map(({ address }) => ({
    address,
    coins: [{ denom: "uvna", amount: TX_FUNDS }],
  }));
  const bank = state.bank as { readonly [name: string]: Json };
  return { ...state, bank: { ...bank, balances } };
}

/** What a request was answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
  readonly json: any;
}

/** A gateway in this thread, over HTTP. */
export interface GatewayWorld {
  readonly url: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  post(path: string, body: unknown): Promise<Answered>;
  send(verb: string, path: string, init?: RequestInit): Promise<Answered>;
  close(): Promise<void>;
}

/** Serves a chain over HTTP at a free port. */
export async function serveGateway(
  chain: ChainWorld,
  config: Partial<GatewayConfig> = {},
): Promise<GatewayWorld> {
  const server = buildServer(
    {
      queries: [...chain.app.live.composition.queries.values()],
      port: { ask: async (question) => chain.app.ask(question) },
      rpc: httpRpc(chain.rpcUrl),
      onFault: (error) => faults.push(error),
    },
    { version: { name: "vprd", version: "0.0.0-test" }, prefix: "verana", ...config },
  );
  const url = (await listenAt(server, "tcp://127.0.0.1:0")).replace("tcp:", "http:");
  return { ...client(url), close: () => server.close() };
}

/** Requests to a gateway. */
export function client(url: string): Omit<GatewayWorld, "close"> {
  const send = async (verb: string, path: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await fetch(url + path, { method: verb, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  };
  return {
    url,
    send,
    get: (path, headers = {}) => send("GET", path, { headers }),
    post: (path, body) =>
      send("POST", path, { body: typeof body === "string" ? body : JSON.stringify(body) }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Waits until a transaction is in a block; its REST answer. */
export async function included(
  gateway: Pick<GatewayWorld, "get">,
  hash: string,
): Promise<Answered> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await gateway.get(`/cosmos/tx/v1beta1/txs/${hash}`);
    if (found.status === 200) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`transaction ${hash} is in no block`);
}
