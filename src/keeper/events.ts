import { escapedJson } from "../wire/json-text.js";

/** An event of the state machine. Names are the wire contract; they do not enter the app hash. */
export interface Event {
  readonly type: string;
  readonly attributes: readonly EventAttribute[];
}

export type EventAttribute = readonly [key: string, value: string];

type Named = Readonly<Record<string, string | bigint | number>>;

/**
 * Builds an event from names and values in order; an empty value is allowed, an empty name is not. What
 * several events share comes as a part of its own: an object that begins with a spread takes ten times as
 * long to make.
 */
export function event(type: string, ...parts: readonly Named[]): Event {
  const pairs: EventAttribute[] = [];
  for (const part of parts) {
    for (const key of Object.keys(part)) pairs.push([key, String(part[key])]);
  }
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
