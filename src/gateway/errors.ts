import type { QueryRefusal } from "../abci/answer.js";
import { GRPC_CODE, type GrpcStatus } from "../keeper/errors.js";

/** What the specification's REST family tells beside code and message (D-GEN-12). */
export interface ErrorFacts {
  readonly rule?: string | undefined;
  readonly codespace?: string | undefined;
  /** Key of the registered error in its table. */
  readonly error?: string | undefined;
}

/** A refusal that becomes an HTTP answer. `status` is a gRPC status number. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";

  constructor(
    readonly status: number,
    message: string,
    readonly facts: ErrorFacts = {},
  ) {
    super(message);
  }
}

/** Refuses with a gRPC status. */
export function refused(status: GrpcStatus, message: string): GatewayError {
  return new GatewayError(GRPC_CODE[status], message);
}

/** The registered error that stands for whatever a client has to mend before a query is asked. */
const INVALID_REQUEST: ErrorFacts = { codespace: "sdk", error: "invalidRequest" };

/** A parameter or body that the client has to mend. */
export function badRequest(message: string): GatewayError {
  return new GatewayError(GRPC_CODE.InvalidArgument, message, INVALID_REQUEST);
}

/** The refusal of a query as the application gave it. */
export function refusedQuery(refusal: QueryRefusal): GatewayError {
  const { status, message, rule, codespace, error } = refusal;
  return new GatewayError(status, message, { rule, codespace, error });
}

const HTTP_STATUS: Readonly<Record<GrpcStatus, number>> = {
  Canceled: 408,
  Unknown: 500,
  InvalidArgument: 400,
  DeadlineExceeded: 504,
  NotFound: 404,
  AlreadyExists: 409,
  PermissionDenied: 403,
  ResourceExhausted: 429,
  FailedPrecondition: 400,
  Aborted: 409,
  OutOfRange: 400,
  Unimplemented: 501,
  Internal: 500,
  Unavailable: 503,
  DataLoss: 500,
  Unauthenticated: 401,
};

const BY_NUMBER: ReadonlyMap<number, number> = new Map(
  Object.entries(GRPC_CODE).map(([name, code]) => [code, HTTP_STATUS[name as GrpcStatus]]),
);

/** The HTTP status that stands for a gRPC status number; 500 for numbers that gRPC does not know. */
export function httpStatus(status: number): number {
  return BY_NUMBER.get(status) ?? 500;
}
