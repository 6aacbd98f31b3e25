/** What the gateway takes at once, and how long it waits. */
export interface GatewayLimits {
  /** Open connections; more are dropped. */
  readonly maxConnections: number;
  /** Time for a whole request to arrive, milliseconds. */
  readonly readTimeoutMs: number;
  /** Time for an answer to be made, milliseconds; 0: no bound. */
  readonly writeTimeoutMs: number;
  readonly maxBodyBytes: number;
  /** Requests of one address; undefined: no bound. */
  readonly rate: RateLimit | undefined;
  /** Addresses and networks whose `x-forwarded-for` names the client. */
  readonly trustedProxies: readonly string[];
  /** How long requests that are under way may take once the node stops, milliseconds. */
  readonly stopGraceMs: number;
}

/** A bound on the requests of one address. */
export interface RateLimit {
  /** Requests a second over a longer time. */
  readonly perSecond: number;
  /** Requests at once after a pause. */
  readonly burst: number;
}

/** What Cosmos SDK has by default, and nothing beyond it. */
export const GATEWAY_LIMITS: GatewayLimits = {
  maxConnections: 1_000,
  readTimeoutMs: 10_000,
  writeTimeoutMs: 0,
  maxBodyBytes: 1_000_000,
  rate: undefined,
  trustedProxies: [],
  stopGraceMs: 5_000,
};

/** Of a request's head: beyond it Node answers 431. */
export const MOST_HEADER_BYTES = 16_384;
