import type { RateLimit } from "./limits.js";

interface Bucket {
  tokens: number;
  /** When `tokens` was right, milliseconds. */
  at: number;
}

/** Addresses that are remembered: the one that asked least recently is forgotten, as if it were new. */
const MOST_ADDRESSES = 10_000;

/** One token bucket for each address: it holds `burst` requests and fills at `perSecond`. */
export class RateGate {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly limit: RateLimit,
    private readonly most = MOST_ADDRESSES,
  ) {}

  /** Takes a request of `address` at `now` (milliseconds): 0, or the seconds until the next may come. */
  take(address: string, now: number): number {
    const { perSecond, burst } = this.limit;
    const before = this.#buckets.get(address) ?? { tokens: burst, at: now };
    const filled = before.tokens + (Math.max(0, now - before.at) / 1_000) * perSecond;
    const tokens = Math.min(burst, filled);
    const taken = tokens >= 1;
    this.#remember(address, { tokens: taken ? tokens - 1 : tokens, at: now });
    return taken ? 0 : Math.ceil((1 - tokens) / perSecond);
  }

  #remember(address: string, bucket: Bucket): void {
    // The order of the map is that of the last requests.
    this.#buckets.delete(address);
    this.#buckets.set(address, bucket);
    if (this.#buckets.size <= this.most) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
