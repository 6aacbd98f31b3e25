import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Application } from "../../abci/application.js";
import type { Strike } from "../../store/fault-points.js";
import { refuseOtherEngine } from "../home/engines.js";
import type { RpcBackend } from "../rpc/backend.js";
import { rpcMethods } from "../rpc/methods/table.js";
import { type RpcServer, type RpcServerLimits, serveRpc } from "../rpc/server.js";
import type { Happening } from "../rpc/subscription-hub.js";
import { AppGate } from "./app-gate.js";
import { Chain } from "./chain.js";
import { ChainStore } from "./chain-store.js";
import { StoredChain } from "./chain-view.js";
import { type Genesis, readGenesisFile } from "./genesis.js";
import { handshake } from "./handshake.js";
import { happeningsOf } from "./happenings.js";
import {
  createKey,
  type NodeKey,
  nodeId,
  nodeKeyJson,
  readKeyFile,
  validatorKeyJson,
  writeKeyFile,
} from "./keys.js";
import { genesisFor, rememberGenesis } from "./known-genesis.js";
import { MEMPOOL_LIMITS, Mempool, type MempoolLimits } from "./mempool.js";
import { MempoolDoor } from "./mempool-door.js";
import { Pacemaker } from "./pacemaker.js";
import { COMET_VERSION, ENGINE_INFO } from "./protocol.js";
import { verifyRecent } from "./verify.js";

/** Where the engine's files are. */
export interface EmbeddedPaths {
  readonly genesis: string;
  readonly validatorKey: string;
  readonly nodeKey: string;
  /** Folder of the engine's database. */
  readonly data: string;
}

/** Where the engine tells what it does. */
export interface EngineLog {
  info(message: string): void;
  error(message: string): void;
}

/** What a node is started with. */
export interface EmbeddedOptions {
  /** Paths, or the home folder that has them at the usual places. */
  readonly home: string | EmbeddedPaths;
  readonly app: Application;
  /** `tcp://127.0.0.1:26657` unless told; port 0 takes a free one. */
  readonly rpcListen?: string;
  /** Milliseconds between blocks; 1000 unless told. */
  readonly blockTimeMs?: number;
  /** Makes a block at once when a transaction arrives. */
  readonly instant?: boolean;
  readonly moniker?: string;
  readonly log?: EngineLog;
  readonly mempool?: Partial<MempoolLimits>;
  readonly rpc?: Partial<RpcServerLimits>;
  /** How long `broadcast_tx_commit` waits, milliseconds; 10000 unless told. */
  readonly commitTimeoutMs?: number;
  /**
   * Milliseconds that pass before a block without transactions; undefined makes none but the one
   * after a block with transactions, which carries its app hash. 0 unless told.
   */
  readonly emptyBlocksMs?: number | undefined;
  /** For tests: told of each fault point as it is passed. */
  readonly strike?: Strike;
}

/** A node that makes blocks. */
export interface EmbeddedNode {
  /** `tcp://host:port` with the port that was bound. */
  readonly rpcAddress: string;
  /** What the RPC stands on, for callers in this process. */
  readonly backend: RpcBackend;
  /** Hears of every committed block; the function returned ends that. */
  readonly listen: Chain["listen"];
  /** Resolves when the node was stopped; rejects when it had to stop because it is sick. */
  readonly done: Promise<void>;
  /** Finishes the block in progress, ends the RPC and closes the stores. The application stays open. */
  stop(): Promise<void>;
}

const QUIET: EngineLog = { info: () => undefined, error: () => undefined };

/** The usual places of the engine's files under a home folder. */
export function embeddedPaths(home: string): EmbeddedPaths {
  return {
    genesis: join(home, "config", "genesis.json"),
    validatorKey: join(home, "config", "priv_validator_key.json"),
    nodeKey: join(home, "config", "node_key.json"),
    data: join(home, "data", "engine.db"),
  };
}

/**
 * Starts the engine: brings the application to the engine's height, opens the RPC and makes blocks.
 * Resolves when the RPC answers. Rejects on a taken port, a bad genesis or a damaged store.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedNode> {
  const paths = typeof options.home === "string" ? embeddedPaths(options.home) : options.home;
  refuseOtherEngine(dirname(paths.data), "embedded");
  // A bad genesis leaves no new files behind.
  const fresh = existsSync(paths.data) ? undefined : readGenesisFile(paths.genesis);
  const key = ownKey(paths.validatorKey, validatorKeyJson);
  const peerKey = ownKey(paths.nodeKey, nodeKeyJson);
  mkdirSync(paths.data, { recursive: true });
  const store = await ChainStore.open(paths.data);
  try {
    await verifyStored(store, options.log);
    const { app, strike } = options;
    const given = fresh ?? genesisFor(paths.genesis, store);
    const state = await handshake({ app, store, genesis: given, key, strike });
    const genesis = await rememberGenesis(paths.genesis, store, given);
    const mempool = new Mempool({ ...MEMPOOL_LIMITS, ...options.mempool });
    let sick: (fault: Error) => void = () => undefined;
    const gate = new AppGate(app, (fault) => sick(fault));
    const chain = new Chain({ gate, store, mempool, key, state, strike });
    const onSick = (act: (fault: Error) => void) => {
      sick = act;
    };
    return await run({ options, genesis, key, peerKey, store, mempool, gate, chain, onSick });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Refuses a damaged database, and tells of index entries that were made again. */
async function verifyStored(store: ChainStore, log: EngineLog = QUIET): Promise<void> {
  const state = store.state();
  const mended = state === undefined ? [] : await verifyRecent(store, state);
  if (mended.length === 0) return;
  log.info(`made lost index entries again, of ${mended.length} blocks from ${mended.at(-1)} on`);
}

interface Running {
  readonly options: EmbeddedOptions;
  readonly genesis: Genesis;
  readonly key: NodeKey;
  readonly peerKey: NodeKey;
  readonly store: ChainStore;
  readonly mempool: Mempool;
  readonly gate: AppGate;
  readonly chain: Chain;
  /** Says what to do when the application's store fails. */
  readonly onSick: (act: (fault: Error) => void) => void;
}

async function run(parts: Running): Promise<EmbeddedNode> {
  const { options, chain, store, mempool } = parts;
  const { log = QUIET, blockTimeMs = 1000, instant = false } = options;
  const tellers = new Set<(happening: Happening) => void>();
  chain.listen((committed) => {
    if (tellers.size === 0) return;
    try {
      for (const happening of happeningsOf(committed)) for (const tell of tellers) tell(happening);
    } catch (error) {
      // Nobody's subscription may end the chain.
      log.error(`subscribers were not told of a block: ${error}`);
    }
  });
  let arrived: () => void = () => undefined;
  const backend = backendOf(parts, () => arrived());
  const server = await serveRpc({
    table: rpcMethods(backend),
    happenings: {
      listen(listener) {
        tellers.add(listener);
        return () => tellers.delete(listener);
      },
    },
    listen: options.rpcListen ?? "tcp://127.0.0.1:26657",
    ...(options.rpc === undefined ? {} : { limits: options.rpc }),
  });
  backend.node.rpcAddress = server.address;
  const isDue = emptyBlocks("emptyBlocksMs" in options ? options.emptyBlocksMs : 0);
  const pacemaker = new Pacemaker({ blockTimeMs, instant }, async () => {
    if (chain.early || (mempool.size === 0 && !isDue())) return false;
    const { header, txs } = await chain.makeBlock();
    isDue.made(txs.length);
    log.info(`block ${header.height} with ${txs.length} transactions`);
    return txs.length > 0 && mempool.size > 0;
  });
  arrived = () => pacemaker.arrived();
  parts.onSick((fault) => pacemaker.fail(fault));
  const done = finish(pacemaker, server, store, log);
  const stop = async () => {
    await pacemaker.stop();
    await done.catch(() => undefined);
  };
  return { rpcAddress: server.address, backend, listen: (l) => chain.listen(l), done, stop };
}

/** Says whether a block without transactions is due. `after` as in the options. */
function emptyBlocks(after: number | undefined) {
  let due = true;
  let last = 0;
  const isDue = () => due || (after !== undefined && performance.now() - last >= after);
  const made = (transactions: number) => {
    // The app hash that a block's transactions make stands in the next block.
    due = transactions > 0;
    last = performance.now();
  };
  return Object.assign(isDue, { made });
}

/** Closes everything after the last block, whatever ended it. */
function finish(
  pacemaker: Pacemaker,
  server: RpcServer,
  store: ChainStore,
  log: EngineLog,
): Promise<void> {
  const close = async () => {
    await server.close();
    await store.close();
  };
  const done = pacemaker.done.then(close, async (error: unknown) => {
    log.error(`the engine stops: ${error instanceof Error ? (error.stack ?? error) : error}`);
    await close();
    throw error;
  });
  // Whoever cares looks at `done`; a failure that nobody awaits must not end the process.
  done.catch(() => undefined);
  return done;
}

function backendOf(parts: Running, arrived: () => void) {
  const { options, genesis, key, peerKey, store, mempool, gate, chain } = parts;
  const { commitTimeoutMs = 10_000 } = options;
  const door = new MempoolDoor({ gate, mempool, chain, arrived, commitTimeoutMs });
  const node = {
    id: nodeId(peerKey),
    moniker: options.moniker ?? "node",
    chainId: genesis.chainId,
    version: COMET_VERSION,
    rpcAddress: "",
    validator: { address: key.address, publicKey: key.publicKey },
  };
  return {
    node,
    get genesis() {
      return genesis.document;
    },
    chain: new StoredChain(chain, store),
    mempool: door,
    info: () => gate.run((app) => app.info(ENGINE_INFO)),
    query: (request) => gate.aside((app) => app.query(request)),
    checkTx: (tx) => gate.run((app) => dryCheck(app, tx)),
    started: () => firstBlock(chain),
  } satisfies RpcBackend;
}

function dryCheck(app: Application, tx: Uint8Array) {
  const request = { tx, type: 0 };
  return app.dryCheckTx === undefined ? app.checkTx(request) : app.dryCheckTx(request);
}

function firstBlock(chain: Chain): Promise<void> {
  if (chain.state.height >= chain.state.initialHeight) return Promise.resolve();
  return new Promise((resolve) => {
    const end = chain.listen(() => {
      end();
      resolve();
    });
  });
}

/** The key in a file, which is made when it is not there. */
function ownKey(path: string, print: (key: NodeKey) => string): NodeKey {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeKeyFile(path, print(createKey()));
  }
  return readKeyFile(path);
}
