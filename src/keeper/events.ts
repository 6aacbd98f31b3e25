import { escapedJson } from "../wire/json-text.js";

/** An event of the state machine. Names are the wire contract; they do not enter the app hash. */
export interface Event {
  readonly type: string;
  readonly attributes: readonly EventAttribute[];
}

export type EventAttribute = readonly [key: string, value: string];

/** Builds an event from names and values in order; an empty value is allowed, an empty name is not. */
export function event(
  type: string,
  attributes: Readonly<Record<string, string | bigint | number>>,
): Event {
  const pairs: EventAttribute[] = [];
  for (const key of Object.keys(attributes)) pairs.push([key, String(attributes[key])]);
  return { type, attributes: pairs };
}

/**
 * A typed event as Cosmos SDK emits it (`cosmos.group.v1.EventVote`): attributes sorted by name,
 * values quoted as JSON.
 */
export function typedEvent(type: string, attributes: Readonly<Record<string, unknown>>): Event {
  const names = Object.keys(attributes).sort((a, b) => (a < b ? -1 : 1));
  return {
    type,
    attributes: names.map((name) => [name, escapedJson(attributes[name])] as const),
  };
}
