import * as node from "../gen/cosmos/base/node/v1beta1.js";
import { SimulateRequest, SimulateResponse } from "../gen/cosmos/tx/v1beta1.js";
import { registry } from "../gen/registry.js";
import { type RequestQuery, ResponseQuery } from "../gen/tendermint/abci.js";
import { ChainError, defineErrors, GRPC_CODE } from "../keeper/errors.js";
import { sdkErrors, undefinedErrors } from "../keeper/sdk-errors.js";
import { MissingStore, type MultiStore, StoreFault, type StoreReader } from "../store/contract.js";
import { toJson } from "../wire/proto-json.js";
import { abciEvents } from "./abci-results.js";
import {
  type Answer,
  type Ask,
  answerFrom,
  decodeRequest,
  type QueryRefusal,
  refusalOf,
  routerKind,
  type StateView,
} from "./answer.js";
import type { App } from "./app.js";
import type { Logger } from "./logger.js";
import { type NodeChoices, nodeConfig } from "./node-config.js";
import { OldStates } from "./old-states.js";
import type { TxResult } from "./run-tx.js";
import { attempt, type Soon, soon } from "./soon.js";

/** Refusals that no query handler has a part in: Cosmos SDK answers them without a gRPC status. */
const PLAIN: ReadonlySet<string> = new Set([
  sdkErrors.unknownRequest.name,
  sdkErrors.invalidHeight.name,
  sdkErrors.invalidRequest.name,
]);

const SIMULATE = "/cosmos.tx.v1beta1.Service/Simulate";

/** Answers ABCI queries and the gateway's from committed state. */
export class Queries {
  private readonly old: OldStates;

  constructor(
    private readonly app: App,
    private readonly options: NodeChoices & {
      readonly store: MultiStore;
      readonly logger: Logger;
      readonly version: string;
      /** Gas that one query may use; absent or 0n: any amount. */
      readonly queryGasLimit?: bigint | undefined;
    },
  ) {
    this.old = new OldStates(options.store);
  }

  query(request: RequestQuery): Soon<ResponseQuery> {
    const [, first, second, third] = request.path.split("/");
    if (first === "store" && third === "key") return this.storeKey(request, second ?? "");
    if (first === "app" && second === "version") return this.text(this.options.version);
    if (first === "app" && second === "simulate") return this.simulateRaw(request.data);
    if (first === "p2p") return ResponseQuery.create();
    return soon(this.ask(request), (answer) => this.grpc(answer));
  }

  ask(question: Ask): Soon<Answer> {
    const { path, data, height } = question;
    const refuse = (error: unknown): Answer => ({
      ok: false,
      height: this.lastHeight,
      refusal: this.refused(error),
    });
    const answer = (): Soon<Answer> => {
      if (!this.app.isLive) {
        throw new ChainError(sdkErrors.invalidHeight, { log: "the chain has no genesis yet" });
      }
      if (path === SIMULATE) return this.simulate(data);
      if (path === node.Service.Config.path) return this.config(question);
      const { composition, settings } = this.app.live;
      const binding = composition.queries.get(path);
      if (binding === undefined) {
        throw new ChainError(sdkErrors.unknownRequest, {
          log: path === "" ? "no query path provided" : "unknown query path",
        });
      }
      const answering = { chain: settings, gasLimit: this.options.queryGasLimit };
      return this.withState(height, (view) => answerFrom(binding, answering, view, data));
    };
    return attempt(answer, refuse);
  }

  private get lastHeight(): bigint {
    return this.app.head?.height ?? 0n;
  }

  private grpc(answer: Answer): ResponseQuery {
    if (answer.ok) return ResponseQuery.create({ height: answer.height, value: answer.value });
    const { refusal } = answer;
    if (refusal.codespace === sdkErrors.unknownRequest.codespace && PLAIN.has(refusal.error)) {
      const { codespace, code, message } = refusal;
      const height = refusal.error === sdkErrors.invalidRequest.name ? answer.height : 0n;
      return ResponseQuery.create({ codespace, code, log: message, height });
    }
    const isOutOfGas = refusal.error === sdkErrors.outOfGas.name;
    const kind = isOutOfGas ? sdkErrors.outOfGas : routerKind(refusal.status);
    const name = Object.entries(GRPC_CODE).find(([, number]) => number === refusal.status)?.[0];
    const log = `rpc error: code = ${name ?? "Unknown"} desc = ${refusal.message}: ${kind.text}`;
    return ResponseQuery.create({
      codespace: kind.codespace,
      code: kind.code,
      log,
      height: answer.height,
    });
  }

  private storeKey({ data: key, prove, height }: RequestQuery, name: string): Soon<ResponseQuery> {
    const answer = (view: StateView) => {
      if (prove) return this.storeProof(name, key, view.height);
      const value = view.stores.store(name).get(key) ?? new Uint8Array(0);
      return ResponseQuery.create({ key, value, height: view.height });
    };
    return attempt(
      () => this.withState(height, answer),
      (error) => {
        const refused =
          error instanceof MissingStore
            ? new ChainError(storeErrors.noSuchStore, { log: `no such store: ${name}` })
            : error;
        const { codespace, code, message } = this.refused(refused);
        return ResponseQuery.create({ codespace, code, log: message });
      },
    );
  }

  /** A key with its ICS-23 proof against the app hash that the next block carries. */
  private storeProof(name: string, key: Uint8Array, height: bigint): ResponseQuery {
    if (height <= 1n) {
      throw new ChainError(sdkErrors.invalidRequest, {
        log: "cannot query with proof when height <= 1; please provide a valid height",
      });
    }
    const proof = this.options.store.prove(height, name, key);
    if (proof === undefined) throw this.notKept(height);
    const { value = new Uint8Array(0), ops } = proof;
    return ResponseQuery.create({ key, value, height, proofOps: { ops: [...ops] } });
  }

  /** Paths of `/app` answer texts under the SDK's codespace. */
  private text(text: string): ResponseQuery {
    const value = new TextEncoder().encode(text);
    return ResponseQuery.create({ value, height: this.lastHeight, codespace: "sdk" });
  }

  private simulateRaw(txBytes: Uint8Array): Soon<ResponseQuery> {
    const data = SimulateRequest.encode(SimulateRequest.create({ txBytes }));
    return soon(this.ask({ path: SIMULATE, data, height: 0n }), (answer) => {
      if (answer.ok) {
        const response = SimulateResponse.decode(answer.value);
        return this.text(JSON.stringify(toJson(SimulateResponse, response, { registry })));
      }
      const { codespace, code, message } = answer.refusal;
      return ResponseQuery.create({ codespace, code, log: message });
    });
  }

  private simulate(data: Uint8Array): Answer {
    const request = decodeRequest(SimulateRequest, data);
    if (request.txBytes.length === 0) {
      throw new ChainError(sdkErrors.invalidRequest, { log: "empty txBytes is not allowed" });
    }
    const result = this.app.simulate(request.txBytes);
    if (result.code !== 0) {
      const { codespace, code } = result;
      const message = `${result.log} with gas used: '${result.gasUsed}'`;
      const status = GRPC_CODE.Unknown;
      const refusal = { status, message, codespace, code, error: "simulation" };
      return { ok: false, height: this.lastHeight, refusal };
    }
    return { ok: true, height: this.lastHeight, value: encodeSimulation(result) };
  }

  /** The same at every height that the chain has. */
  private config({ data, height: asked }: Ask): Answer {
    const height = this.knownHeight(asked);
    decodeRequest(node.ConfigRequest, data);
    return { ok: true, height, value: node.ConfigResponse.encode(nodeConfig(this.options)) };
  }

  /**
   * Lets `use` read committed state; 0n stands for the latest. What is not in memory any more is made
   * again first. Refuses heights that are not kept or not yet there.
   */
  private withState<T>(asked: bigint, use: (view: StateView) => T): Soon<T> {
    const { store } = this.options;
    const height = this.knownHeight(asked);
    const view = (stores: StoreReader): StateView => {
      const blockTime = store.info(height)?.time ?? this.app.head?.time ?? 0n;
      return { stores, height, blockTime };
    };
    const stores = store.at(height);
    if (stores !== undefined) return use(view(stores));
    if (height < store.earliest) throw this.notKept(height);
    return this.old.load(height).then((found) => {
      if (found === undefined) throw this.notKept(height);
      return use(view(found));
    });
  }

  private knownHeight(asked: bigint): bigint {
    const last = this.lastHeight;
    if (asked === 0n) return last;
    if (asked > 0n && asked <= last) return asked;
    throw new ChainError(sdkErrors.invalidHeight, {
      log: `cannot query with height ${asked < 0n ? "< 0" : "in the future"}; please provide a valid height`,
    });
  }

  private notKept(height: bigint): ChainError {
    return new ChainError(sdkErrors.invalidHeight, {
      log: `state at height ${height} is not kept by this node; the latest is ${this.lastHeight}`,
    });
  }

  private refused(thrown: unknown): QueryRefusal {
    const error = thrown instanceof MissingStore ? notYet(thrown) : thrown;
    if (error instanceof StoreFault) throw error;
    const refusal = refusalOf(error);
    if (refusal !== undefined) return refusal;
    this.options.logger.error("a query met an error that nobody registered", {
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    const { codespace, code, name, text } = undefinedErrors.internal;
    return { status: GRPC_CODE.Internal, message: text, codespace, code, error: name };
  }
}

/** A module whose store came with an upgrade has no state before that. */
const notYet = ({ message }: MissingStore): ChainError =>
  new ChainError(sdkErrors.invalidHeight, {
    log: `what is asked for is not there yet: ${message}`,
  });

/** Cosmos SDK's error of a raw read from a store that is not there. */
const storeErrors = defineErrors("store", {
  noSuchStore: [4, "unknown request", "InvalidArgument"],
});

const ANY_GAS = (1n << 64n) - 1n;

function encodeSimulation(result: TxResult): Uint8Array {
  const gasWanted = result.gasWanted === 0n ? ANY_GAS : result.gasWanted;
  return SimulateResponse.encode({
    gasInfo: { gasWanted, gasUsed: result.gasUsed },
    result: {
      data: result.data,
      log: result.log,
      events: abciEvents(result.events),
      msgResponses: result.responses,
    },
  });
}
