import type { Any, FieldDescriptor, MessageType } from "./descriptor.js";
import type { TypeRegistry } from "./registry.js";

/** Any within Any, beyond which bytes stay as they are. */
const MAX_ANY_DEPTH = 32;

/**
 * The canonical bytes of a message: decoded and encoded again, all packed messages of known types included. Throws
 * WireError for bytes that are no message of the type.
 */
export function recode(type: MessageType, bytes: Uint8Array, registry: TypeRegistry): Uint8Array {
  return type.encode(canonicalValue(type, type.decode(bytes), registry));
}

/** A value whose packed messages of known types are in canonical bytes. Throws WireError. */
export function canonicalValue<T>(type: MessageType<T>, value: T, registry: TypeRegistry): T {
  return canonical(type, value, registry, 0);
}

function canonical<T>(type: MessageType<T>, value: T, registry: TypeRegistry, depth: number): T {
  const values = value as Readonly<Record<string, unknown>>;
  const changed: Record<string, unknown> = {};
  for (const field of type.fields) {
    const item = values[field.key];
    if (item === undefined || (field.kind !== "message" && field.kind !== "any")) continue;
    const one = (v: unknown) => canonicalItem(field, v, registry, depth);
    changed[field.key] = field.repeated ? (item as readonly unknown[]).map(one) : one(item);
  }
  return { ...value, ...changed };
}

function canonicalItem(
  field: FieldDescriptor,
  item: unknown,
  registry: TypeRegistry,
  depth: number,
): unknown {
  if (field.message !== undefined) return canonical(field.message(), item, registry, depth);
  const any = item as Any;
  const type = registry.byUrl(any.typeUrl);
  if (type === undefined || depth >= MAX_ANY_DEPTH) return any;
  const value = canonical(type, type.decode(any.value), registry, depth + 1);
  return { typeUrl: any.typeUrl, value: type.encode(value) };
}
