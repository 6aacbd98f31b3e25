import {
  type Request,
  Response,
  ResponseEcho,
  ResponseException,
  ResponseFlush,
} from "../gen/tendermint/abci.js";
import { StoreFault } from "../store/contract.js";
import type { Application } from "./application.js";
import { attempt, type Soon, soon } from "./soon.js";

/** An error of the application that this node cannot go on with. */
export class FatalError extends Error {
  override readonly name = "FatalError";
}

type Method = keyof Request;

interface Served {
  readonly method: Method;
  /** What happens when it throws: the whole node stops, or only this request fails. */
  readonly consensus: boolean;
  /** Undefined where the request is another one. */
  answer(app: Application, request: Request): Soon<Partial<Response>> | undefined;
}

function serve<K extends Method>(
  method: K,
  answer: (app: Application, request: NonNullable<Request[K]>) => Soon<Partial<Response>>,
  consensus = false,
): Served {
  return {
    method,
    consensus,
    answer(app, request) {
      const given = request[method];
      return given === undefined ? undefined : answer(app, given);
    },
  };
}

/** In which errors every honest node must agree or stop. */
const CONSENSUS = true;

/** All but flush, and commit, which waits for the disk. The frequent ones first. */
const SERVED: readonly Served[] = [
  serve("checkTx", (app, request) => ({ checkTx: app.checkTx(request) })),
  serve("query", (app, request) => soon(app.query(request), (query) => ({ query }))),
  serve("echo", (_, { message }) => ({ echo: ResponseEcho.create({ message }) })),
  serve("info", (app, request) => ({ info: app.info(request) })),
  serve("initChain", (app, r) => ({ initChain: app.initChain(r) }), CONSENSUS),
  serve("prepareProposal", (app, r) => ({ prepareProposal: app.prepareProposal(r) }), CONSENSUS),
  serve("processProposal", (app, r) => ({ processProposal: app.processProposal(r) }), CONSENSUS),
  serve("finalizeBlock", (app, r) => ({ finalizeBlock: app.finalizeBlock(r) }), CONSENSUS),
  serve("extendVote", (app, r) => ({ extendVote: app.extendVote(r) }), CONSENSUS),
  serve(
    "verifyVoteExtension",
    (app, r) => ({ verifyVoteExtension: app.verifyVoteExtension(r) }),
    CONSENSUS,
  ),
  serve("listSnapshots", (app) => ({ listSnapshots: app.listSnapshots() })),
  serve("loadSnapshotChunk", (app, r) => ({ loadSnapshotChunk: app.loadSnapshotChunk(r) })),
  serve("insertTx", () => refuseMempool()),
  serve("reapTxs", () => refuseMempool()),
];

/** CometBFT 0.39 and later ask this where its `mempool.type` is `app`. */
function refuseMempool(): never {
  throw new Error('this application has no mempool: set mempool.type = "flood" in config.toml');
}

/**
 * Calls the application, one request at a time whoever asks: while one waits for the disk all
 * others wait for it. After a fatal error nothing is called any more.
 */
export class Dispatcher {
  #waiting: Promise<Uint8Array> | undefined;
  /** Answers that come later and hold back only who asked. */
  readonly #pending = new Set<Promise<unknown>>();
  #fatal: FatalError | undefined;

  constructor(private readonly app: Application) {}

  /**
   * The encoded response; a promise only where something must be waited for. Throws FatalError when
   * this node must stop, any other error when only this request failed. Undefined: nothing is asked.
   */
  call(request: Request): Soon<Uint8Array | undefined> {
    if (request.flush !== undefined) return FLUSHED;
    if (this.#fatal !== undefined) throw this.#fatal;
    if (this.#waiting !== undefined) return this.#later(this.#waiting, request);
    const { commit, offerSnapshot: offer, applySnapshotChunk: apply } = request;
    if (commit !== undefined) {
      return this.#wait("commit", async (app) => ({ commit: await app.commit() }));
    }
    if (offer !== undefined) {
      return this.#wait("offerSnapshot", async (app) => ({
        offerSnapshot: await app.offerSnapshot(offer),
      }));
    }
    if (apply !== undefined) {
      return this.#wait("applySnapshotChunk", async (app) => ({
        applySnapshotChunk: await app.applySnapshotChunk(apply),
      }));
    }
    return this.#now(request);
  }

  async #later(before: Promise<Uint8Array>, request: Request): Promise<Uint8Array | undefined> {
    await before.catch(() => undefined);
    return this.call(request);
  }

  #wait(method: Method, ask: (app: Application) => Promise<Partial<Response>>) {
    const answer = async () => {
      try {
        return encoded(await ask(this.app));
      } catch (error) {
        throw this.#stop(method, error);
      } finally {
        this.#waiting = undefined;
      }
    };
    this.#waiting = answer();
    return this.#waiting;
  }

  #now(request: Request): Soon<Uint8Array | undefined> {
    const served = SERVED.find(({ method }) => request[method] !== undefined);
    if (served === undefined) return undefined;
    const { method, consensus, answer } = served;
    // Whoever asks waits for an answer that comes later; nobody else does.
    const answered = attempt<Uint8Array>(
      () => soon(answer(this.app, request) ?? {}, encoded),
      (error) => {
        throw consensus || error instanceof StoreFault ? this.#stop(method, error) : error;
      },
    );
    return answered instanceof Promise ? this.#tracked(answered) : answered;
  }

  async #tracked(answer: Promise<Uint8Array>): Promise<Uint8Array> {
    this.#pending.add(answer);
    try {
      return await answer;
    } finally {
      this.#pending.delete(answer);
    }
  }

  #stop(method: Method, cause: unknown): FatalError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.#fatal = new FatalError(`${method}: ${reason}`, { cause });
    return this.#fatal;
  }

  /** Resolves when nothing waits for the disk, and no answer reads the state any more. */
  async idle(): Promise<void> {
    await this.#waiting?.catch(() => undefined);
    await Promise.allSettled(this.#pending);
  }
}

function encoded(response: Partial<Response>): Uint8Array {
  return Response.encode(Response.create(response));
}

const FLUSHED = encoded({ flush: ResponseFlush.create({}) });

/** The encoded response that tells the engine that a request failed. */
export function exceptionOf(error: unknown): Uint8Array {
  const text = error instanceof Error ? error.message : String(error);
  return encoded({ exception: ResponseException.create({ error: text }) });
}
