import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "../../src/abci/app.js";
import { freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import { openState } from "../../src/abci/open-state.js";
import type { Release } from "../../src/abci/release.js";
import {
  RequestFinalizeBlock,
  RequestInitChain,
  RequestQuery,
  type ResponseQuery,
} from "../../src/gen/tendermint/abci.js";
import type { DuePlan } from "../../src/modules/upgrade/index.js";
import type { Strike } from "../../src/store/fault-points.js";
import type { OpenMultiStore } from "../../src/store/multistore.js";
import type { MethodDescriptor } from "../../src/wire/descriptor.js";
import { CHAIN } from "./ante-world.js";
import { GENESIS_TIME } from "./app-chain.js";
import { faultsOf } from "./faults.js";
import { quietGenesis } from "./quiet-genesis.js";

const SECOND = 1_000_000_000n;

export interface VersionOptions {
  readonly skip?: readonly bigint[];
  readonly strike?: Strike;
}

/** A state on disk that one version of the program after the other opens; its blocks are all empty. */
export class VersionedNode {
  readonly needed: DuePlan[] = [];
  readonly appHashes = new Map<bigint, string>();
  readonly #path = join(mkdtempSync(join(tmpdir(), "versioned-")), "state");
  #store: OpenMultiStore | undefined;
  #app: App | undefined;

  /** Closes the state and opens it with a version of the program. */
  async open(release: Release, { skip = [], strike }: VersionOptions = {}): Promise<void> {
    await this.close();
    const skipUpgrades = new Set(skip);
    const store = await openState({ path: this.#path, release, skipUpgrades, strike });
    this.#store = store;
    const upgradeNeeded = (due: DuePlan) => void this.needed.push(due);
    const local = { release, skipUpgrades, upgradeNeeded, strike };
    this.#app = new App({ store, logger: silent, version: "test", ...local });
    if (store.version > 0n) return;
    const appState = quietGenesis(freshAppState(CHAIN.chainId, CHAIN.denom));
    this.#app.initChain(
      RequestInitChain.create({
        chainId: CHAIN.chainId,
        time: GENESIS_TIME,
        initialHeight: 1n,
        appStateBytes: new TextEncoder().encode(JSON.stringify(appState)),
      }),
    );
  }

  get app(): App {
    if (this.#app === undefined) throw new Error("no version is open");
    return this.#app;
  }

  get store(): OpenMultiStore {
    if (this.#store === undefined) throw new Error("no version is open");
    return this.#store;
  }

  get height(): bigint {
    return this.store.version;
  }

  /** Runs blocks until this height is committed. */
  async run(to: bigint): Promise<void> {
    while (this.height < to) {
      const height = this.height + 1n;
      const time = GENESIS_TIME + height * SECOND;
      const { appHash } = this.app.finalizeBlock(RequestFinalizeBlock.create({ height, time }));
      await this.app.commit();
      this.appHashes.set(height, Buffer.from(appHash).toString("hex"));
    }
  }

  /** What stops the node while it runs to a height. */
  async stopsAt(to: bigint): Promise<unknown> {
    return this.run(to).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  /** A query over ABCI, at a height that is in memory; 0n stands for the last. */
  ask(path: string, data: Uint8Array = new Uint8Array(), height = 0n): ResponseQuery {
    const answer = this.app.query(RequestQuery.create({ path, data, height }));
    if (answer instanceof Promise) throw new Error(`height ${height} is not in memory`);
    return answer;
  }

  query<Res>(method: MethodDescriptor, request: object = {}): Res {
    const { code, log, value } = this.ask(
      method.path,
      method.request.encode(method.request.create(request)),
    );
    if (code !== 0) throw new Error(log);
    return method.response.decode(value) as Res;
  }

  /** Invariants that the committed state does not keep, with what is wrong. */
  faults(): readonly string[] {
    return faultsOf(this.app, this.store);
  }

  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = undefined;
    this.#app = undefined;
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(join(this.#path, ".."), { recursive: true, force: true });
  }
}
