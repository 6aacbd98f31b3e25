// The application behind its socket, in a process of its own, which answers every message of its
// parent with what it has done so far. Arguments: folder of a prepared state, address, attributes of
// events to index by commas (none: all). A million accounts would not fit into the frame that a genesis
// comes in.
import { App } from "../src/abci/app.js";
import type { Application } from "../src/abci/application.js";
import { STORES } from "../src/abci/compose.js";
import { silent } from "../src/abci/logger.js";
import { startAbciServer } from "../src/abci/socket-server.js";
import type {
  RequestFinalizeBlock,
  ResponseCommit,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseInitChain,
} from "../src/gen/tendermint/abci.js";
import { openMultiStore } from "../src/store/multistore.js";
import { type Spent, timedApplication } from "./timed-app.js";

/** What the process has done since it began. */
export interface Done {
  /** Transactions in blocks that were committed. */
  readonly transactions: number;
  /** Of these, how many failed. */
  readonly failed: number;
  readonly blocks: number;
  readonly spent: Readonly<Record<string, Spent>>;
}

const [path = "", listen = "", indexed = ""] = process.argv.slice(-3);
const indexEvents = indexed === "" ? undefined : new Set(indexed.split(","));
const store = await openMultiStore({ path, stores: [...STORES] });
const app = new App({ store, logger: silent, version: "bench", indexEvents });
const spent: Record<string, Spent> = {};
let done = { transactions: 0, failed: 0, blocks: 0 };
let next = done;
/** The last block of the prepared state. */
const prepared = store.version;

const timed = timedApplication(app, spent);
const counted: Application = new Proxy(timed, {
  get(target, name) {
    if (name === "info") return info;
    if (name === "initChain") return initChain;
    if (name === "finalizeBlock") return finalizeBlock;
    if (name === "commit") return commit;
    return Reflect.get(target, name, target);
  },
});

/** The state has a genesis and blocks that the engine does not know: its chain begins after. */
function info(): ResponseInfo {
  const known = app.info();
  if (known.lastBlockHeight > prepared) return known;
  return { ...known, lastBlockHeight: 0n, lastBlockAppHash: new Uint8Array() };
}

function initChain(): ResponseInitChain {
  return { validators: [], appHash: store.appHash, consensusParams: undefined };
}

function finalizeBlock(request: RequestFinalizeBlock): ResponseFinalizeBlock {
  const answer = timed.finalizeBlock(request);
  next = {
    transactions: done.transactions + answer.txResults.length,
    failed: done.failed + answer.txResults.filter(({ code }) => code !== 0).length,
    blocks: done.blocks + 1,
  };
  return answer;
}

async function commit(): Promise<ResponseCommit> {
  const answer = await timed.commit();
  done = next;
  return answer;
}

process.once("SIGTERM", () => process.exit(0));
await startAbciServer({
  app: counted,
  listen,
  logger: silent,
  onFatal: () => process.exit(3),
});
process.on("message", () => {
  const answer: Done = { ...done, spent };
  process.send?.(answer);
});
process.on("disconnect", () => process.exit(0));
