import { internalError, RpcError } from "./errors.js";
import { type ArgsOf, type Params, type RawArg, readArgs } from "./params.js";

/** A client that stays connected: what a WebSocket offers to `subscribe` and its sisters. */
export interface Session {
  /** Sends events that match `query` under the request's id. Throws RpcError. */
  subscribe(query: string, id: RequestId): void;
  unsubscribe(query: string): void;
  unsubscribeAll(): void;
}

/** The id of a request, which its answer repeats. */
export type RequestId = string | number;

/** Who asks: the id of the request, and the connection when it is one that stays. */
export interface Caller {
  readonly id: RequestId;
  readonly session?: Session;
}

/** When an answer never changes: never, always, or when a height was named. */
export type Caching = "never" | "always" | "with-height";

/** One method of the RPC, ready to run. */
export interface Method {
  readonly name: string;
  /** Names in positional order. */
  readonly parameters: readonly string[];
  /** Only over a WebSocket. */
  readonly socketOnly: boolean;
  /** Whether the answer to these arguments may be kept by a proxy. */
  cacheable(given: Given): boolean;
  /** The `result`. Throws RpcError. */
  run(given: Given, caller: Caller): Promise<unknown>;
}

/** Finds the argument of a parameter by its name and position. */
export type Given = (name: string, index: number) => RawArg | undefined;

interface Definition<P extends Params> {
  readonly params: P;
  readonly caching?: Caching;
  readonly socketOnly?: true;
  run(args: ArgsOf<P>, caller: Caller): unknown;
}

/** Declares a method once for POST, GET and WebSocket. */
export function defineMethod<P extends Params>(name: string, definition: Definition<P>): Method {
  const parameters = Object.keys(definition.params);
  const { caching = "never" } = definition;
  const heightAt = parameters.indexOf("height");
  return {
    name,
    parameters,
    socketOnly: definition.socketOnly ?? false,
    cacheable: (given) => {
      if (caching !== "with-height") return caching === "always";
      return given("height", heightAt) !== undefined;
    },
    run: async (given, caller) => {
      const args = readArgs(definition.params, given);
      try {
        return await definition.run(args, caller);
      } catch (error) {
        throw error instanceof RpcError ? error : failure(error);
      }
    },
  };
}

/** Methods by name. */
export type MethodTable = ReadonlyMap<string, Method>;

/** The table of methods by name. */
export function methodTable(methods: readonly Method[]): MethodTable {
  return new Map(methods.map((method) => [method.name, method]));
}

function failure(error: unknown): RpcError {
  return internalError(error instanceof Error ? error.message : String(error));
}
