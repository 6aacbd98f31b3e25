import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Application } from "../../abci/application.js";
import type { Logger } from "../../abci/logger.js";
import { startAbciServer } from "../../abci/socket-server.js";
import { ENGINE_INFO } from "../embedded/protocol.js";
import { refuseOtherEngine } from "../home/engines.js";
import { homePaths } from "../home/paths.js";
import { cometGenesisFile } from "./genesis.js";
import { ensureCometHome, ensureKeys } from "./home.js";
import {
  type CometFlags,
  type CometProcess,
  type RestartRules,
  superviseComet,
} from "./supervisor.js";

export interface CometNodeOptions extends CometFlags {
  readonly home: string;
  readonly app: Application;
  readonly logger: Logger;
  /** Path of cometbft; undefined where the operator runs it. */
  readonly bin: string | undefined;
  /** `tcp://127.0.0.1:26658` unless told; port 0 takes a free one. */
  readonly abciListen?: string;
  /** Where its RPC is asked; `http://127.0.0.1:26657` unless told. */
  readonly rpcUrl?: string;
  readonly moniker?: string;
  readonly restart?: Partial<RestartRules>;
}

/** The application behind CometBFT. */
export interface CometNode {
  /** `tcp://host:port` or `unix:///path` of the ABCI server. */
  readonly abciAddress: string;
  /** Where CometBFT's RPC is asked, `http://host:port`. */
  readonly rpcUrl: string;
  /**
   * Resolves when the node was stopped, also by a signal to its CometBFT; rejects when it had to
   * stop because it is sick.
   */
  readonly done: Promise<void>;
  /** Resolves when CometBFT's RPC tells of a block; rejects when the node ended before. */
  started(): Promise<void>;
  /** Ends CometBFT, then the server. The application stays open. */
  stop(): Promise<void>;
}

/**
 * Serves the application and, with `bin`, runs CometBFT in front of it. Rejects on a taken port or
 * a bad genesis.
 */
export async function startComet(options: CometNodeOptions): Promise<CometNode> {
  const { app, logger, bin, moniker = "node" } = options;
  const { abciListen = "tcp://127.0.0.1:26658", rpcUrl = "http://127.0.0.1:26657" } = options;
  let comet: CometProcess | undefined;
  const genesisFile = bin === undefined ? undefined : ready(options, moniker);
  const end = new Ending();
  const server = await startAbciServer({
    app,
    listen: abciListen,
    logger,
    onFatal: (error) => end.fail(error),
  });
  if (bin !== undefined && genesisFile !== undefined) {
    const proxyApp = server.address;
    comet = superviseComet({ ...options, bin, genesisFile, proxyApp });
    comet.done.then(
      () => end.stop(),
      (error: unknown) => end.fail(error),
    );
  }
  const close = async () => {
    await comet?.stop();
    await server.close();
  };
  const done = end.reached.then(close, async (error: unknown) => {
    await close();
    throw error;
  });
  // Whoever cares looks at `done`; a failure that nobody awaits must not end the process.
  done.catch(() => undefined);
  return {
    abciAddress: server.address,
    rpcUrl,
    done,
    started: () => firstBlock(rpcUrl, end),
    async stop() {
      end.stop();
      await done.catch(() => undefined);
    },
  };
}

/**
 * Makes the home complete; the path of the genesis to start from. Throws an Error where the state has
 * blocks that CometBFT has never seen.
 */
function ready({ home, app }: CometNodeOptions, moniker: string): string {
  const { data } = homePaths(home);
  refuseOtherEngine(data, "comet");
  const { lastBlockHeight } = app.info(ENGINE_INFO);
  if (lastBlockHeight > 0n && !existsSync(join(data, "blockstore.db"))) {
    throw new Error(
      `the state in ${data} is at block ${lastBlockHeight}, and CometBFT has no blocks there: ` +
        "bring them back, or begin a chain anew from vprd export in another home",
    );
  }
  const { validator } = ensureKeys(home);
  return cometGenesisFile(ensureCometHome(home, { moniker }), validator.publicKey);
}

/** Why a node ends, told once. */
class Ending {
  readonly reached: Promise<void>;
  over = false;
  #settle: (error?: unknown) => void = () => undefined;

  constructor() {
    this.reached = new Promise((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error));
    });
  }

  stop(): void {
    this.over = true;
    this.#settle();
  }

  fail(error: unknown): void {
    this.over = true;
    this.#settle(error);
  }
}

const POLL_MS = 200;

async function firstBlock(rpc: string, end: Ending): Promise<void> {
  const url = `${rpc}/block`;
  while (!(await answers(url))) {
    if (end.over) {
      await end.reached;
      throw new Error("the node was stopped before its first block");
    }
    await sleep(POLL_MS);
  }
}

/** Whether the RPC has a block to show. */
async function answers(url: string): Promise<boolean> {
  try {
    const body = await (await fetch(url)).text();
    return body.includes('"height"');
  } catch {
    return false;
  }
}
