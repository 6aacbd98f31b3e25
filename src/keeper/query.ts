import type { z } from "zod";
import type { RuleId } from "../gen/rules.js";
import type { MethodDescriptor } from "../wire/descriptor.js";
import type { ReadContext } from "./context.js";
import type { GrpcStatus } from "./errors.js";

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A body that is no JSON envelope, as the rendered schema of MOD-CS-QRY-3. */
export interface RawBody {
  readonly contentType: string;
  readonly body: string;
}

/**
 * How the specification's own REST family asks a query: its path, its parameters (all text, from
 * the query string and the path), and how the answer is printed. Unknown names are refused (D-GEN-12).
 */
export interface SpecRoute<Req, Res, P extends z.ZodType> {
  /** `/pp/v1/get`; `{name}` parts stand for parameters. */
  readonly path: string;
  /** Other spellings of the same route: `/pp/v1/get/{id}`. */
  readonly aliases?: readonly string[];
  readonly params: P;
  toRequest(params: z.output<P>): Req;
  render(response: Res): Json | RawBody;
  /** `render`'s JSON as the gateway prints it, to the byte, for what is asked often or is long. */
  text?(response: Res): string;
}

/** A query, declared once for ABCI, gRPC, both REST families and the command line. */
export interface QueryDefinition<Req, Res, P extends z.ZodType = z.ZodType> {
  readonly rule?: RuleId;
  /** The gRPC method: path, request and response types, routes of the wire contract. */
  readonly method: MethodDescriptor;
  /** Answers from the state of `ctx`. Refuses with a ChainError. */
  run(ctx: ReadContext, request: Req): Res;
  /** The same answer, encoded, where it is put together from bytes as they are stored. */
  encoded?(ctx: ReadContext, request: Req): Uint8Array;
  readonly spec?: SpecRoute<Req, Res, P>;
  /** What `run` gives is what its bytes would be decoded to: in one thread nobody has to encode it. */
  readonly whole?: true;
}

/** A query whose types are closed: what routers keep. */
export type QueryBinding = QueryDefinition<unknown, unknown>;

/** Declares a query. */
export function defineQuery<Req, Res, P extends z.ZodType = z.ZodType>(
  query: QueryDefinition<Req, Res, P>,
): QueryBinding {
  return query as unknown as QueryBinding;
}

/**
 * Declares a query whose answer is put together from bytes as they are stored: to decode a thousand
 * entities and to encode them again would take most of its time.
 */
export function defineStoredQuery<Req, Res, P extends z.ZodType = z.ZodType>(
  query: Omit<QueryDefinition<Req, Res, P>, "run" | "encoded"> & {
    encoded(ctx: ReadContext, request: Req): Uint8Array;
  },
): QueryBinding {
  const { response } = query.method;
  return defineQuery<Req, Res, P>({
    ...query,
    run: (ctx, request) => response.decode(query.encoded(ctx, request)) as Res,
  });
}

/** A platform query's refusal in Cosmos SDK's words: a gRPC status and a message, no registered error. */
export class StatusError extends Error {
  override readonly name = "StatusError";

  constructor(
    readonly status: GrpcStatus,
    message: string,
  ) {
    super(message);
  }
}
