import { createHash } from "node:crypto";
import { nobleSecp256k1 } from "../../src/abci/sign/secp256k1.js";
import {
  ExecTxResult,
  RequestCheckTx,
  RequestQuery,
  ResponseFinalizeBlock,
} from "../../src/gen/tendermint/abci.js";
import type { Pruning } from "../../src/store/pruning.js";
import { Random } from "../../test/store/random.js";
import { BusyPeople, busyBlock, busyGenesis, type Opened, openApp } from "../busy.js";
import { mutatedMessage } from "../fuzz/wire-mutations.js";

/** How a history is run. */
export interface ReplayOptions {
  /** Folder of the state; in memory when absent. */
  readonly path?: string;
  /** Heights before which the state is closed and opened again. */
  readonly reopen?: readonly number[];
  /** Seed of what is asked beside the blocks; nothing is when absent. */
  readonly noise?: number;
  readonly pruning?: Pruning;
  readonly retain?: number;
  readonly dump?: number;
  /** Noble checks signatures, whatever native code there is. */
  readonly noble?: boolean;
}

/** What a block came to. */
export interface ReplayedBlock {
  readonly appHash: string;
  /** Of code, data, gas wanted and gas used: what the next block's header holds. */
  readonly results: string;
  /** Of the whole response, with texts and events. */
  readonly response: string;
}

/** Runs blocks from genesis on. */
export async function replay(
  blocks: readonly (readonly Uint8Array[])[],
  options: ReplayOptions = {},
): Promise<readonly ReplayedBlock[]> {
  const { path, retain, pruning, dump, noble = false, reopen = [] } = options;
  const opened: Opened = {
    ...(path === undefined ? {} : { path }),
    ...(retain === undefined ? {} : { retain }),
    ...(pruning === undefined ? {} : { pruning }),
    ...(dump === undefined ? {} : { dump: { versions: dump } }),
    ...(noble ? { app: { curve: nobleSecp256k1 } } : {}),
  };
  let { app, store } = await openApp(opened);
  const noise = options.noise === undefined ? undefined : new Noise(options.noise);
  app.initChain(busyGenesis());
  const made: ReplayedBlock[] = [];
  for (const [at, txs] of blocks.entries()) {
    const height = at + 1;
    if (reopen.includes(height) && height > 1) {
      await store.close();
      ({ app, store } = await openApp(opened));
    }
    noise?.make(app, txs);
    const response = app.finalizeBlock(busyBlock(BigInt(height), txs));
    noise?.make(app, txs);
    const committed = app.commit();
    noise?.make(app, txs);
    await committed;
    made.push(summary(response));
  }
  await store.close();
  return made;
}

const digest = (...parts: readonly Uint8Array[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

function summary(response: ResponseFinalizeBlock): ReplayedBlock {
  const results = response.txResults.map(({ code, data, gasWanted, gasUsed }) =>
    ExecTxResult.encode(ExecTxResult.create({ code, data, gasWanted, gasUsed })),
  );
  return {
    appHash: Buffer.from(response.appHash).toString("hex"),
    results: digest(...results),
    response: digest(ResponseFinalizeBlock.encode(response)),
  };
}

type App = Awaited<ReturnType<typeof openApp>>["app"];

/** Everything that others may ask of the application while it makes blocks. */
class Noise {
  readonly #random: Random;
  readonly #busy = new BusyPeople();

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  make(app: App, txs: readonly Uint8Array[]): void {
    const random = this.#random;
    for (let times = random.below(6); times > 0; times -= 1) random.pick(this.#ways)(app, txs);
  }

  #tx(txs: readonly Uint8Array[]): Uint8Array {
    const random = this.#random;
    const tx = txs.length > 0 && random.below(2) === 0 ? random.pick(txs) : this.#busy.next(random);
    return random.below(3) === 0 ? mutatedMessage(random, tx, tx) : tx;
  }

  readonly #ways: readonly ((app: App, txs: readonly Uint8Array[]) => void)[] = [
    (app, txs) => void app.checkTx(RequestCheckTx.create({ tx: this.#tx(txs) })),
    (app, txs) => void app.checkTx(RequestCheckTx.create({ tx: this.#tx(txs), type: 1 })),
    (app, txs) => void app.dryCheckTx(RequestCheckTx.create({ tx: this.#tx(txs) })),
    (app, txs) => void app.simulate(this.#tx(txs)),
    (app, txs) => void app.query(query("/app/simulate", this.#tx(txs))),
    (app) => {
      const data = this.#random.bytes(1, 12);
      const height = BigInt(this.#random.below(40));
      const store = this.#random.pick(["acc", "bank", "co", "pp", "vpr", "none"]);
      app.query(query(`/store/${store}/key`, data, height, true));
    },
    (app) => {
      if (!app.isLive) return;
      const path = this.#random.pick([...app.live.composition.queries.keys()]);
      app.query(query(path, this.#random.bytes(0, 4), BigInt(this.#random.below(40))));
    },
    (app) => void app.info(),
    (app) => {
      if (app.head !== undefined) app.export();
    },
  ];
}

function query(path: string, data: Uint8Array, height = 0n, prove = false): RequestQuery {
  return RequestQuery.create({ path, data, height, prove });
}
