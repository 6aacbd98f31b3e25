import type { ChainSettings, ReadContext } from "../keeper/context.js";
import { ChainError, type ErrorKind, GRPC_CODE } from "../keeper/errors.js";
import { freeGas, QueryGasMeter } from "../keeper/gas.js";
import { type QueryBinding, StatusError } from "../keeper/query.js";
import { sdkErrors } from "../keeper/sdk-errors.js";
import type { StoreReader } from "../store/contract.js";
import { WireError } from "../wire/descriptor.js";

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

/** The state of a committed block. */
export interface StateView {
  readonly stores: StoreReader;
  readonly height: bigint;
  /** Nanoseconds since the epoch. */
  readonly blockTime: bigint;
}

/** An answer that stays in its thread: the response itself. It shares no memory with the state. */
export type Seen =
  | { readonly ok: true; readonly height: bigint; readonly value: unknown }
  | Extract<Answer, { readonly ok: false }>;

/** How a node answers queries. */
export interface Answering {
  readonly chain: ChainSettings;
  /** Gas that one query may use; absent or 0n: any amount. */
  readonly gasLimit?: bigint | undefined;
}

/** Runs a query over a state. Whichever thread reads, this is what answers. Throws what it meets. */
export function responseFrom(
  binding: QueryBinding,
  answering: Answering,
  view: StateView,
  data: Uint8Array,
): Extract<Seen, { readonly ok: true }> {
  const value = binding.run(
    contextOf(answering, view),
    decodeRequest(binding.method.request, data),
  );
  return { ok: true, height: view.height, value };
}

/** The same, encoded. */
export function answerFrom(
  binding: QueryBinding,
  answering: Answering,
  view: StateView,
  data: Uint8Array,
): Answer {
  const ctx = contextOf(answering, view);
  const { request, response } = binding.method;
  const asked = decodeRequest(request, data);
  const value = binding.encoded?.(ctx, asked) ?? response.encode(binding.run(ctx, asked));
  return { ok: true, height: view.height, value };
}

function contextOf({ chain, gasLimit = 0n }: Answering, view: StateView): ReadContext {
  const { stores, height, blockTime } = view;
  const gas = gasLimit > 0n ? new QueryGasMeter(gasLimit) : freeGas;
  return { stores, chain, height, blockTime, gas };
}

/** Decodes a query's request; refuses bytes that are none. */
export function decodeRequest<T>(type: { decode(bytes: Uint8Array): T }, data: Uint8Array): T {
  try {
    return type.decode(data);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new ChainError(sdkErrors.invalidRequest, { log: error.message });
  }
}

/** The refusal that an error stands for; undefined for one that nobody registered. */
export function refusalOf(error: unknown): QueryRefusal | undefined {
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
  return undefined;
}

/** The SDK's code for a gRPC status that a query handler answered. */
export function routerKind(status: number): ErrorKind {
  if (status === GRPC_CODE.NotFound) return sdkErrors.keyNotFound;
  if (status === GRPC_CODE.Unauthenticated) return sdkErrors.unauthorized;
  const invalid = status === GRPC_CODE.InvalidArgument || status === GRPC_CODE.FailedPrecondition;
  return invalid ? sdkErrors.invalidRequest : sdkErrors.unknownRequest;
}
