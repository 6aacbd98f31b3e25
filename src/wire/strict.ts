import { Cursor } from "./cursor.js";
import { type FieldDescriptor, type MessageType, WireError } from "./descriptor.js";
import { utf8Text } from "./text.js";

/** Finds the type of a type URL, exactly as written; undefined when none is registered. */
export type ResolveType = (typeUrl: string) => MessageType | undefined;

/** How strict a walk is. */
export interface WalkRules {
  readonly resolve: ResolveType;
  /** Unknown fields whose number has the bit of value 1024 set are allowed. */
  readonly nonCritical: boolean;
}

/** Levels at which an Any may stand; the transaction's own message is the first. */
export const MAX_ANY_DEPTH = 10;
/** Messages that one packed message may hold, itself included. */
export const MAX_ANY_COUNT = 100;
/** Levels of plain sub-messages. No type of ours needs a tenth; it bounds the recursion. */
const MAX_DEPTH = 100;

/** Interface of what can stand in a transaction or a proposal. */
export const MSG_INTERFACE = "cosmos.base.v1beta1.Msg";
/** Interface of public keys. */
export const KEY_INTERFACE = "cosmos.crypto.PubKey";

/** Any fields whose .proto names no interface although only one is taken there. */
const IMPLIED: Readonly<Record<string, string>> = {
  "cosmos.tx.v1beta1.TxBody.messages": MSG_INTERFACE,
  "cosmos.tx.v1beta1.TxBody.extension_options": "cosmos.tx.v1beta1.TxExtensionOptionI",
  "cosmos.tx.v1beta1.TxBody.non_critical_extension_options": "cosmos.tx.v1beta1.TxExtensionOptionI",
  "cosmos.tx.v1beta1.SignerInfo.public_key": KEY_INTERFACE,
  "cosmos.crypto.multisig.LegacyAminoPubKey.public_keys": KEY_INTERFACE,
  "cosmos.gov.v1.MsgSubmitProposal.messages": MSG_INTERFACE,
  "cosmos.group.v1.MsgSubmitProposal.messages": MSG_INTERFACE,
};

/** Where a walk stands. */
interface Position {
  readonly depth: number;
  readonly anyDepth: number;
  /** Shared by everything inside one packed message of the top level. */
  readonly budget: { left: number } | undefined;
}

const TOP: Position = { depth: 0, anyDepth: 0, budget: undefined };

/**
 * Walks over the bytes of a message and everything packed inside and throws WireError on what a
 * transaction may not hold: unknown fields, misfitting wire types, unregistered or misplaced types,
 * too much nesting. Messages packed inside packed messages are decoded once, to see that their
 * values are in range; those of the top level are left to the caller. Returns whether an unknown non-critical field was met: no amino document can stand for it.
 */
export function strictWalk(bytes: Uint8Array, type: MessageType, rules: WalkRules): boolean {
  return walkMessage(new Cursor(bytes), type, rules, TOP);
}

function walkMessage(c: Cursor, type: MessageType, rules: WalkRules, pos: Position): boolean {
  if (pos.depth > MAX_DEPTH) throw new WireError("messages are nested too deep");
  const fields = fieldsOf(type);
  let unknown = false;
  while (!c.done) {
    c.tag();
    const field = fields.get(c.field);
    if (field === undefined) {
      refuseUnknown(c, type.name, rules);
      unknown = true;
      c.skip();
    } else if (walkField(c, type, field, rules, pos)) {
      unknown = true;
    }
  }
  return unknown;
}

function refuseUnknown(c: Cursor, name: string, rules: WalkRules): void {
  const critical = Math.floor(c.field / 1024) % 2 === 0;
  if (critical || !rules.nonCritical) throw new WireError(`unknown field ${c.field} in ${name}`);
}

function walkField(
  c: Cursor,
  type: MessageType,
  field: FieldDescriptor,
  rules: WalkRules,
  pos: Position,
): boolean {
  if (!fits(c.wire, field)) {
    throw new WireError(`field ${field.no} of ${type.name} cannot have wire type ${c.wire}`);
  }
  if (c.wire !== 2) {
    c.skip();
    return false;
  }
  const end = c.content();
  const inner = new Cursor(c.bytes, c.at, end);
  c.at = end;
  const deeper = { ...pos, depth: pos.depth + 1 };
  switch (field.kind) {
    case "message":
      return field.message === undefined
        ? false
        : walkMessage(inner, field.message(), rules, deeper);
    case "timestamp":
    case "duration":
      return walkPlain(inner, field.kind, TIME_WIRES, rules).unknown;
    case "any":
      return walkAny(inner, interfaceOf(type, field), rules, deeper);
    case "map":
      return walkEntry(inner, type, field, rules, deeper);
    default:
      return false;
  }
}

function walkEntry(
  c: Cursor,
  type: MessageType,
  field: FieldDescriptor,
  rules: WalkRules,
  pos: Position,
): boolean {
  let unknown = false;
  while (!c.done) {
    c.tag();
    const part = c.field === 1 ? field.map?.key : c.field === 2 ? field.map?.value : undefined;
    if (part === undefined) {
      refuseUnknown(c, `${type.name}.${field.name}`, rules);
      unknown = true;
      c.skip();
    } else if (walkField(c, type, part, rules, pos)) {
      unknown = true;
    }
  }
  return unknown;
}

function walkAny(c: Cursor, wanted: string | undefined, rules: WalkRules, pos: Position): boolean {
  const any = walkPlain(c, "google.protobuf.Any", ANY_WIRES, rules);
  const url = utf8Text(any.contents[1] ?? EMPTY);
  const type = rules.resolve(url);
  if (type === undefined) throw new WireError(`unable to resolve type URL ${url}`);
  if (wanted !== undefined && !type.implements.includes(wanted)) {
    throw new WireError(`${url} cannot stand where a ${wanted} is expected`);
  }
  const anyDepth = pos.anyDepth + 1;
  if (anyDepth > MAX_ANY_DEPTH) throw new WireError("packed messages are nested too deep");
  const budget = pos.budget ?? { left: MAX_ANY_COUNT };
  if (budget.left-- === 0) throw new WireError("a message holds too many packed messages");
  const value = any.contents[2] ?? EMPTY;
  const unknown = walkMessage(new Cursor(value), type, rules, { ...pos, anyDepth, budget });
  if (anyDepth > 1) type.decode(value);
  return unknown || any.unknown;
}

const EMPTY = new Uint8Array();
const ANY_WIRES: readonly number[] = [-1, 2, 2];
const TIME_WIRES: readonly number[] = [-1, 0, 0];

/** Walks a message of two fields whose wire types are given; of a field given twice the last counts. */
function walkPlain(c: Cursor, name: string, wires: readonly number[], rules: WalkRules) {
  const contents: (Uint8Array | undefined)[] = [];
  let unknown = false;
  while (!c.done) {
    c.tag();
    const wire = wires[c.field];
    if (wire === undefined) {
      refuseUnknown(c, name, rules);
      unknown = true;
      c.skip();
    } else if (wire !== c.wire) {
      throw new WireError(`field ${c.field} of ${name} cannot have wire type ${c.wire}`);
    } else if (wire === 2) {
      const end = c.content();
      contents[c.field] = c.bytes.subarray(c.at, end);
      c.at = end;
    } else {
      c.skip();
    }
  }
  return { contents, unknown };
}

const interfaceOf = (type: MessageType, field: FieldDescriptor): string | undefined =>
  field.accepts ?? IMPLIED[`${type.name}.${field.name}`];

/** Whether a field can come with this wire type. Packed numbers fit here; decoding refuses misplaced ones. */
function fits(wire: number, field: FieldDescriptor): boolean {
  switch (field.kind) {
    case "fixed64":
    case "sfixed64":
    case "double":
      return wire === 1 || wire === 2;
    case "fixed32":
    case "sfixed32":
    case "float":
      return wire === 5 || wire === 2;
    case "string":
    case "bytes":
    case "message":
    case "timestamp":
    case "duration":
    case "any":
    case "map":
      return wire === 2;
    default:
      return wire === 0 || wire === 2;
  }
}

const FIELDS = new WeakMap<readonly FieldDescriptor[], ReadonlyMap<number, FieldDescriptor>>();

function fieldsOf(type: MessageType): ReadonlyMap<number, FieldDescriptor> {
  let map = FIELDS.get(type.fields);
  if (map === undefined) {
    map = new Map(type.fields.map((field) => [field.no, field]));
    FIELDS.set(type.fields, map);
  }
  return map;
}
