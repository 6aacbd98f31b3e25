import { SimulateRequest, SimulateResponse } from "../gen/cosmos/tx/v1beta1.js";
import { registry } from "../gen/registry.js";
import { type RequestQuery, ResponseQuery } from "../gen/tendermint/abci.js";
import type { ReadContext } from "../keeper/context.js";
import { ChainError, defineErrors, type ErrorKind, GRPC_CODE } from "../keeper/errors.js";
import { freeGas } from "../keeper/gas.js";
import { type QueryBinding, StatusError } from "../keeper/query.js";
import { sdkErrors, undefinedErrors } from "../keeper/sdk-errors.js";
import { type MultiStore, StoreFault, type StoreReader } from "../store/contract.js";
import { WireError } from "../wire/descriptor.js";
import { toJson } from "../wire/proto-json.js";
import { abciEvents } from "./abci-results.js";
import type { App } from "./app.js";
import type { Logger } from "./logger.js";
import type { TxResult } from "./run-tx.js";

/** A query as the gateway asks it: a gRPC path, the encoded request, a height (0n: the latest). */
export interface Ask {
  readonly path: string;
  readonly data: Uint8Array;
  readonly height: bigint;
}

/** The encoded response, or a refusal with all that an error body may tell. */
export type Answer =
  | { readonly ok: true; readonly height: bigint; readonly value: Uint8Array }
  | { readonly ok: false; readonly height: bigint; readonly refusal: QueryRefusal };

export interface QueryRefusal {
  /** gRPC status number. */
  readonly status: number;
  readonly message: string;
  readonly codespace: string;
  readonly code: number;
  /** Key of the registered error in its table. */
  readonly error: string;
  readonly rule?: string;
}

/** Refusals that no query handler has a part in: Cosmos SDK answers them without a gRPC status. */
const PLAIN: ReadonlySet<string> = new Set([
  sdkErrors.unknownRequest.name,
  sdkErrors.invalidHeight.name,
  sdkErrors.invalidRequest.name,
]);

const SIMULATE = "/cosmos.tx.v1beta1.Service/Simulate";

/** Answers ABCI queries and the gateway's from committed state. */
export class Queries {
  constructor(
    private readonly app: App,
    private readonly options: {
      readonly store: MultiStore;
      readonly logger: Logger;
      readonly version: string;
    },
  ) {}

  query(request: RequestQuery): ResponseQuery {
    const [, first, second, third] = request.path.split("/");
    if (first === "store" && third === "key") return this.storeKey(request, second ?? "");
    if (first === "app" && second === "version") return this.text(this.options.version);
    if (first === "app" && second === "simulate") return this.simulateRaw(request.data);
    if (first === "p2p") return ResponseQuery.create();
    return this.grpc(request);
  }

  ask({ path, data, height }: Ask): Answer {
    try {
      if (!this.app.isLive) {
        throw new ChainError(sdkErrors.invalidHeight, { log: "the chain has no genesis yet" });
      }
      if (path === SIMULATE) return this.simulate(data);
      const binding = this.app.live.composition.queries.get(path);
      if (binding === undefined) {
        throw new ChainError(sdkErrors.unknownRequest, {
          log: path === "" ? "no query path provided" : "unknown query path",
        });
      }
      const ctx = this.contextAt(height);
      return { ok: true, height: ctx.height, value: runQuery(binding, ctx, data) };
    } catch (error) {
      return { ok: false, height: this.lastHeight, refusal: this.refused(error) };
    }
  }

  private get lastHeight(): bigint {
    return this.app.head?.height ?? 0n;
  }

  private grpc(request: RequestQuery): ResponseQuery {
    const answer = this.ask(request);
    if (answer.ok) return ResponseQuery.create({ height: answer.height, value: answer.value });
    const { refusal } = answer;
    if (refusal.codespace === sdkErrors.unknownRequest.codespace && PLAIN.has(refusal.error)) {
      const { codespace, code, message } = refusal;
      const height = refusal.error === sdkErrors.invalidRequest.name ? answer.height : 0n;
      return ResponseQuery.create({ codespace, code, log: message, height });
    }
    const kind = routerKind(refusal.status);
    const name = Object.entries(GRPC_CODE).find(([, number]) => number === refusal.status)?.[0];
    const log = `rpc error: code = ${name ?? "Unknown"} desc = ${refusal.message}: ${kind.text}`;
    return ResponseQuery.create({
      codespace: kind.codespace,
      code: kind.code,
      log,
      height: answer.height,
    });
  }

  private storeKey(request: RequestQuery, name: string): ResponseQuery {
    try {
      const { stores, height } = this.stateAt(request.height);
      const key = request.data;
      if (request.prove) return this.storeProof(name, key, height);
      const value = stores.store(name).get(key) ?? new Uint8Array(0);
      return ResponseQuery.create({ key, value, height });
    } catch (error) {
      const refused =
        error instanceof StoreFault
          ? new ChainError(storeErrors.noSuchStore, { log: `no such store: ${name}` })
          : error;
      const { codespace, code, message } = this.refused(refused);
      return ResponseQuery.create({ codespace, code, log: message });
    }
  }

  /** A key with its ICS-23 proof against the app hash that the next block carries. */
  private storeProof(name: string, key: Uint8Array, height: bigint): ResponseQuery {
    if (height <= 1n) {
      throw new ChainError(sdkErrors.invalidRequest, {
        log: "cannot query with proof when height <= 1; please provide a valid height",
      });
    }
    const { value = new Uint8Array(0), ops } = this.options.store.prove(height, name, key) ?? {};
    return ResponseQuery.create({ key, value, height, proofOps: { ops: ops ?? [] } });
  }

  /** Paths of `/app` answer texts under the SDK's codespace. */
  private text(text: string): ResponseQuery {
    const value = new TextEncoder().encode(text);
    return ResponseQuery.create({ value, height: this.lastHeight, codespace: "sdk" });
  }

  private simulateRaw(tx: Uint8Array): ResponseQuery {
    const answer = this.ask({
      path: SIMULATE,
      data: SimulateRequest.encode(SimulateRequest.create({ txBytes: tx })),
      height: 0n,
    });
    if (answer.ok) {
      const response = SimulateResponse.decode(answer.value);
      return this.text(JSON.stringify(toJson(SimulateResponse, response, { registry })));
    }
    const { codespace, code, message } = answer.refusal;
    return ResponseQuery.create({ codespace, code, log: message });
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

  private contextAt(height: bigint): ReadContext {
    const state = this.stateAt(height);
    const blockTime = this.options.store.info(state.height)?.time ?? this.app.head?.time ?? 0n;
    const { settings: chain } = this.app.live;
    return { stores: state.stores, chain, height: state.height, blockTime, gas: freeGas };
  }

  /** Committed state; 0n stands for the latest. Refuses heights that are not kept or not yet there. */
  private stateAt(height: bigint): { readonly stores: StoreReader; readonly height: bigint } {
    const last = this.lastHeight;
    const at = height === 0n ? last : height;
    if (at < 0n || at > last) {
      throw new ChainError(sdkErrors.invalidHeight, {
        log: `cannot query with height ${at < 0n ? "< 0" : "in the future"}; please provide a valid height`,
      });
    }
    const stores = this.options.store.at(at);
    if (stores !== undefined) return { stores, height: at };
    throw new ChainError(sdkErrors.invalidHeight, {
      log: `state at height ${at} is not kept by this node; the latest is ${last}`,
    });
  }

  private refused(error: unknown): QueryRefusal {
    if (error instanceof StoreFault) throw error;
    if (error instanceof ChainError) {
      const { kind, rule } = error;
      const { codespace, code, name } = kind;
      const status = GRPC_CODE[kind.grpc];
      const refusal = { status, message: error.message, codespace, code, error: name };
      return rule === undefined ? refusal : { ...refusal, rule };
    }
    if (error instanceof StatusError) {
      const { codespace, code, name } = routerKind(GRPC_CODE[error.status]);
      const { message } = error;
      return { status: GRPC_CODE[error.status], message, codespace, code, error: name };
    }
    this.options.logger.error("a query met an error that nobody registered", {
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    const { codespace, code, name, text } = undefinedErrors.internal;
    return { status: GRPC_CODE.Internal, message: text, codespace, code, error: name };
  }
}

function runQuery(binding: QueryBinding, ctx: ReadContext, data: Uint8Array): Uint8Array {
  const { request, response } = binding.method;
  return response.encode(binding.run(ctx, decodeRequest(request, data)));
}

function decodeRequest<T>(type: { decode(bytes: Uint8Array): T }, data: Uint8Array): T {
  try {
    return type.decode(data);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new ChainError(sdkErrors.invalidRequest, { log: error.message });
  }
}

/** The SDK's code for a gRPC status that a query handler answered. */
function routerKind(status: number): ErrorKind {
  if (status === GRPC_CODE.NotFound) return sdkErrors.keyNotFound;
  if (status === GRPC_CODE.Unauthenticated) return sdkErrors.unauthorized;
  const invalid = status === GRPC_CODE.InvalidArgument || status === GRPC_CODE.FailedPrecondition;
  return invalid ? sdkErrors.invalidRequest : sdkErrors.unknownRequest;
}

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
