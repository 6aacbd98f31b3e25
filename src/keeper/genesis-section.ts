import { registry } from "../gen/registry.js";
import type { MessageType } from "../wire/descriptor.js";
import { toJson } from "../wire/proto-json.js";
import { fromJson, JsonError } from "../wire/proto-json-read.js";
import { type ErrorKind, refuse } from "./errors.js";
import type { Json } from "./query.js";

/** Reads a section of `app_state` as a message. Refuses with `kind`, naming where and why. */
export function readSection<T>(type: MessageType<T>, section: Json, kind: ErrorKind): T {
  try {
    return fromJson(type, section, registry);
  } catch (error) {
    if (error instanceof JsonError) refuse(kind, { at: error.path, reason: error.clause });
    throw error;
  }
}

/** Prints a message as a section of `app_state`. */
export function printSection<T>(type: MessageType<T>, value: T): Json {
  return toJson(type, value, { registry });
}
