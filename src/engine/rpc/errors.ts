/** Error numbers of JSON-RPC 2.0 with the wording of CometBFT. */
const MESSAGES = {
  [-32700]: "Parse error. Invalid JSON",
  [-32600]: "Invalid Request",
  [-32601]: "Method not found",
  [-32602]: "Invalid params",
  [-32603]: "Internal error",
} as const;

/** A number of the protocol. */
export type RpcErrorCode = keyof typeof MESSAGES;

/** An answer that is an error. `data` says what is wrong, in one clause. */
export class RpcError extends Error {
  override readonly name = "RpcError";

  constructor(
    readonly code: RpcErrorCode,
    readonly data?: string,
  ) {
    super(data ?? MESSAGES[code]);
  }

  /** The `error` member of an answer. */
  toJSON(): object {
    const head = { code: this.code, message: MESSAGES[this.code] };
    return this.data === undefined ? head : { ...head, data: this.data };
  }
}

/** A parameter that is missing or malformed. */
export function invalidParams(data: string): RpcError {
  return new RpcError(-32602, data);
}

/** A request that is well formed and cannot be answered. */
export function internalError(data: string): RpcError {
  return new RpcError(-32603, data);
}
