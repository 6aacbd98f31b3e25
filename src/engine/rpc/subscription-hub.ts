import { type EventValues, matches } from "../query/match.js";
import { parseQuery, type Query, QuerySyntaxError } from "../query/parse.js";
import { internalError } from "./errors.js";
import type { RequestId } from "./method.js";

/** Something that happened, for subscribers: its data as JSON and the values queries look at. */
export interface Happening {
  readonly data: { readonly type: string; readonly value: object };
  readonly events: EventValues;
}

/** Where happenings come from. `listen` returns the function that ends the listening. */
export interface Happenings {
  listen(listener: (happening: Happening) => void): () => void;
}

/** Bounds of what is subscribed to. */
export interface HubLimits {
  /** Subscribers at once. */
  readonly maxClients: number;
  /** Subscriptions of one of them. */
  readonly maxSubscriptions: number;
}

/** Whoever hears events, each as one text. */
export interface Subscriber {
  send(text: string): void;
}

interface Subscription {
  readonly id: RequestId;
  readonly query: Query;
  /** Events that wait until the subscription is answered. */
  held: string[] | undefined;
}

/** Bytes of the longest query. */
export const LONGEST_QUERY = 512;

/** Who listens to what. Nothing is worked out while nobody does. */
export class SubscriptionHub {
  readonly #clients = new Map<Subscriber, Map<string, Subscription>>();
  #stop: (() => void) | undefined;

  constructor(
    private readonly happenings: Happenings,
    private readonly limits: HubLimits,
  ) {}

  /** Sends events that match under the id, from the next {@link release} on. Throws RpcError. */
  subscribe(client: Subscriber, text: string, id: RequestId): void {
    const { maxClients, maxSubscriptions } = this.limits;
    const own = this.#clients.get(client);
    if (own === undefined && this.#clients.size >= maxClients) {
      throw internalError(`max_subscription_clients ${maxClients} reached`);
    }
    if (own !== undefined && own.size >= maxSubscriptions) {
      throw internalError(`max_subscriptions_per_client ${maxSubscriptions} reached`);
    }
    if (Buffer.byteLength(text) > LONGEST_QUERY)
      throw internalError("maximum query length exceeded");
    const query = readQuery(text);
    if (own?.has(text) === true) throw internalError("already subscribed");
    this.#clients.set(client, (own ?? new Map()).set(text, { id, query, held: [] }));
    this.#stop ??= this.happenings.listen((happening) => this.#tell(happening));
  }

  /** Lets events flow that were held back until the answer was on its way. */
  release(client: Subscriber): void {
    for (const subscription of this.#clients.get(client)?.values() ?? []) {
      for (const event of subscription.held ?? []) client.send(event);
      subscription.held = undefined;
    }
  }

  /** Throws RpcError when there is no such subscription. */
  unsubscribe(client: Subscriber, text: string): void {
    const own = this.#clients.get(client);
    if (own?.delete(text) !== true) throw internalError("subscription not found");
    if (own.size === 0) this.forget(client);
  }

  /** Throws RpcError when there is none. */
  unsubscribeAll(client: Subscriber): void {
    if (!this.#clients.has(client)) throw internalError("subscription not found");
    this.forget(client);
  }

  /** Ends whatever the client had. */
  forget(client: Subscriber): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  #tell({ data, events }: Happening): void {
    let tail: string | undefined;
    for (const [client, subscriptions] of this.#clients) {
      for (const [query, subscription] of subscriptions) {
        if (!matches(subscription.query, events)) continue;
        // A block is turned into text once, however many listen.
        tail ??= `"data":${JSON.stringify(data)},"events":${eventsText(events)}}}`;
        const { id, held } = subscription;
        const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"query":${JSON.stringify(query)},`;
        if (held === undefined) client.send(head + tail);
        else held.push(head + tail);
      }
    }
  }
}

function eventsText(events: EventValues): string {
  return JSON.stringify(Object.fromEntries(events));
}

function readQuery(text: string): Query {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    throw internalError(`failed to parse query: ${error.message}`);
  }
}
