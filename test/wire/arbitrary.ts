import fc from "fast-check";
import { Coin } from "../../src/gen/cosmos/base/v1beta1.js";
import type { FieldDescriptor, MessageType } from "../../src/wire/descriptor.js";
import { ZERO_TIME } from "../../src/wire/time.js";

const MAX_INT = (1n << 256n) - 1n;
const MAX_INT64 = (1n << 63n) - 1n;
const LAST_TIME = 253_402_300_799_999_999_999n;

const uint64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const int64 = fc.bigInt({ min: -MAX_INT64 - 1n, max: MAX_INT64 });
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const bytes = fc.uint8Array({ maxLength: 40 });
const text = fc.string({ maxLength: 80, unit: "binary" });

const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  uint64,
  fixed64: uint64,
  int64,
  sint64: int64,
  sfixed64: int64,
  uint32,
  fixed32: uint32,
  int32,
  sint32: int32,
  sfixed32: int32,
  enum: int32,
  bool: fc.boolean(),
  string: text,
  bytes,
  timestamp: fc.bigInt({ min: ZERO_TIME, max: LAST_TIME }),
  duration: int64,
  any: fc
    .record({ denom: text, amount: uint64 })
    .map((coin) => ({ typeUrl: Coin.typeUrl, value: Coin.encode(coin) })),
};

function element(field: FieldDescriptor, depth: number): fc.Arbitrary<unknown> {
  if (field.custom !== undefined) return fc.bigInt({ min: -MAX_INT, max: MAX_INT });
  if (field.message !== undefined) return valuesOf(field.message(), depth - 1);
  const scalar = SCALARS[field.kind];
  if (scalar === undefined) throw new Error(`no values of ${field.kind}`);
  return scalar;
}

function hasPresence(field: FieldDescriptor): boolean {
  const composite = ["message", "any", "timestamp", "duration"].includes(field.kind);
  return !field.always && (composite || field.custom !== undefined || field.oneof !== undefined);
}

function fieldValues(field: FieldDescriptor, depth: number): fc.Arbitrary<unknown> {
  if (field.message !== undefined && depth === 0) {
    const zero = field.always ? field.message().create() : undefined;
    return fc.constant(field.repeated ? [] : zero);
  }
  const one = element(field, depth);
  if (field.repeated) return fc.array(one, { maxLength: 3 });
  return hasPresence(field) ? fc.option(one, { nil: undefined }) : one;
}

function keepOneMember(type: MessageType, value: Record<string, unknown>): Record<string, unknown> {
  const taken = new Set<string>();
  const kept = { ...value };
  for (const field of type.fields) {
    if (field.oneof === undefined || kept[field.key] === undefined) continue;
    if (taken.has(field.oneof)) kept[field.key] = undefined;
    taken.add(field.oneof);
  }
  return kept;
}

/** Values of a message type, messages nested at most `depth` deep. */
export function valuesOf(type: MessageType, depth = 2): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(type.fields.map((f) => [f.key, fieldValues(f, depth)]));
  return fc.record(fields, { noNullPrototype: true }).map((value) => keepOneMember(type, value));
}
