import { type Any, type FieldDescriptor, type MessageType, WireError } from "./descriptor.js";
import { jsonText } from "./json-text.js";
import { rfc3339 } from "./rfc3339.js";
import type { ResolveType } from "./strict.js";
import { splitDuration, ZERO_TIME } from "./time.js";

/**
 * How a document is printed. Only the canonical style counts; the others are what some clients sign
 * by mistake (D-TX-04), printed to tell their users so.
 */
export interface AminoStyle {
  /** `text`: nanoseconds as a string. The others: `{"seconds":"1"}`, `{"nanos":0,"seconds":"1"}`. */
  readonly durations: "text" | "seconds" | "seconds-nanos";
  /** `omit`: only kept zero values. `print`: every zero value but empty lists. */
  readonly zeros: "omit" | "print";
}

/** The one style whose signatures are accepted. */
export const CANONICAL: AminoStyle = { durations: "text", zeros: "omit" };

interface Printer {
  readonly resolve: ResolveType;
  readonly style: AminoStyle;
}

/** Seconds above this overflow the reference's clock, so that it makes no document. */
const MAX_DURATION_SECONDS = 9_223_372_035n;

/**
 * Amino JSON of a packed message, decoded and printed anew: `{"type":…,"value":…}`. Throws WireError
 * where no document exists: an unregistered type, a kept sub-message that is absent, a Duration of
 * more than 9223372035 seconds.
 */
export function aminoAny(any: Any, resolve: ResolveType, style = CANONICAL): string {
  return printAny(any, { resolve, style });
}

/** Amino JSON of a value with its frame. Throws as {@link aminoAny}. */
export function aminoMessage(
  type: MessageType,
  value: unknown,
  resolve: ResolveType,
  style = CANONICAL,
): string {
  return frame(type, value, { resolve, style });
}

/** Amino JSON of a value without frame. Throws as {@link aminoAny}. */
export function aminoValue(
  type: MessageType,
  value: unknown,
  resolve: ResolveType,
  style = CANONICAL,
): string {
  return printMessage(type, value, { resolve, style });
}

function printAny(any: Any, printer: Printer): string {
  const type = printer.resolve(any.typeUrl);
  if (type === undefined) throw new WireError(`unable to resolve type URL ${any.typeUrl}`);
  return frame(type, type.decode(any.value), printer);
}

function frame(type: MessageType, value: unknown, printer: Printer): string {
  const name = jsonText(type.aminoName ?? type.typeUrl);
  return `{"type":${name},"value":${framed(type, value, printer)}}`;
}

function framed(type: MessageType, value: unknown, printer: Printer): string {
  if (type.aminoEncoding !== "key_field") return printMessage(type, value, printer);
  const key = type.fields[0];
  return base64(key === undefined ? undefined : read(value, key));
}

/** What a message prints under one name: a field of its own, or the members of a oneof. */
interface Slot {
  readonly name: string;
  readonly fields: readonly FieldDescriptor[];
  readonly oneof: boolean;
}

function printMessage(type: MessageType, value: unknown, printer: Printer): string {
  const parts: string[] = [];
  for (const slot of slotsOf(type)) {
    const text = slot.oneof
      ? printOneof(slot, value, printer)
      : printSlot(type, slot, value, printer);
    if (text !== undefined) parts.push(`${jsonText(slot.name)}:${text}`);
  }
  return `{${parts.join(",")}}`;
}

function printSlot(
  type: MessageType,
  slot: Slot,
  value: unknown,
  printer: Printer,
): string | undefined {
  const field = slot.fields[0];
  if (field === undefined) return undefined;
  const text = printField(field, read(value, field), printer);
  return text !== undefined && type.aminoEncoding === "threshold_string" && field.kind === "uint32"
    ? `"${text}"`
    : text;
}

function printOneof(slot: Slot, value: unknown, printer: Printer): string {
  for (const field of slot.fields) {
    const member = read(value, field);
    if (member === undefined) continue;
    if (field.amino?.wrap === undefined) throw new WireError(`${field.name} has no amino name`);
    const inner = `{${jsonText(field.name)}:${printOne(field, member, printer)}}`;
    return `{"type":${jsonText(field.amino.wrap)},"value":${inner}}`;
  }
  return "null";
}

/** Undefined where the field is left out. */
function printField(field: FieldDescriptor, value: unknown, printer: Printer): string | undefined {
  if (field.repeated) return printList(field, value as readonly unknown[], printer);
  if (value === undefined) return printAbsent(field, printer);
  if (isZero(field, value) && !field.amino?.keep && printer.style.zeros === "omit")
    return undefined;
  return printOne(field, value, printer);
}

function printList(
  field: FieldDescriptor,
  values: readonly unknown[],
  printer: Printer,
): string | undefined {
  if (values.length > 0)
    return `[${values.map((value) => printOne(field, value, printer)).join(",")}]`;
  if (!field.amino?.keep) return undefined;
  if (field.amino.coins) return "[]";
  return printer.style.zeros === "omit" ? "null" : undefined;
}

function printAbsent(field: FieldDescriptor, printer: Printer): string | undefined {
  if (field.always) return printOne(field, zeroOf(field), printer);
  if (!field.amino?.keep) return undefined;
  if (field.custom !== undefined) return '""';
  throw new WireError(`${field.name} is absent, so that there is no amino document`);
}

function zeroOf(field: FieldDescriptor): unknown {
  if (field.kind === "message") return field.message?.().create();
  return field.kind === "timestamp" ? ZERO_TIME : 0n;
}

function isZero(field: FieldDescriptor, value: unknown): boolean {
  if (field.custom !== undefined) return false;
  switch (field.kind) {
    case "message":
    case "timestamp":
    case "duration":
    case "any":
      return false;
    case "bytes":
      return (value as Uint8Array).length === 0;
    case "string":
      return value === "";
    default:
      return value === 0 || value === 0n || value === false;
  }
}

function printOne(field: FieldDescriptor, value: unknown, printer: Printer): string {
  switch (field.kind) {
    case "message":
      return field.message === undefined ? "{}" : printMessage(field.message(), value, printer);
    case "any":
      return printAny(value as Any, printer);
    case "timestamp":
      return `"${rfc3339(value as bigint)}"`;
    case "duration":
      return printDuration(value as bigint, printer);
    default:
      return field.custom === undefined
        ? printScalar(field, value)
        : printCustom(field, value as bigint);
  }
}

function printScalar(field: FieldDescriptor, value: unknown): string {
  switch (field.kind) {
    case "string":
      return jsonText(value as string);
    case "bytes":
      return base64(value);
    case "bool":
    case "enum":
    case "uint32":
    case "int32":
    case "sint32":
    case "fixed32":
    case "sfixed32":
      return String(value);
    case "double":
    case "float":
    case "map":
      throw new WireError(`${field.name} has no amino form`);
    default:
      return `"${String(value)}"`;
  }
}

function printCustom(field: FieldDescriptor, value: bigint): string {
  if (field.custom !== "dec") return `"${value}"`;
  const digits = (value < 0n ? -value : value).toString().padStart(19, "0");
  return `"${value < 0n ? "-" : ""}${digits.slice(0, -18)}.${digits.slice(-18)}"`;
}

function printDuration(value: bigint, printer: Printer): string {
  const [seconds, nanos] = splitDuration(value);
  if (seconds > MAX_DURATION_SECONDS)
    throw new WireError("the duration is too long for an amino document");
  switch (printer.style.durations) {
    case "text":
      return `"${value}"`;
    case "seconds":
      return nanos === 0 ? `{"seconds":"${seconds}"}` : `{"nanos":${nanos},"seconds":"${seconds}"}`;
    case "seconds-nanos":
      return `{"nanos":${nanos},"seconds":"${seconds}"}`;
  }
}

const base64 = (bytes: unknown): string =>
  `"${Buffer.from(bytes as Uint8Array).toString("base64")}"`;

const read = (value: unknown, field: FieldDescriptor): unknown =>
  (value as Readonly<Record<string, unknown>>)[field.key];

const SLOTS = new WeakMap<MessageType, readonly Slot[]>();

function slotsOf(type: MessageType): readonly Slot[] {
  let slots = SLOTS.get(type);
  if (slots === undefined) {
    slots = makeSlots(type);
    SLOTS.set(type, slots);
  }
  return slots;
}

function makeSlots(type: MessageType): readonly Slot[] {
  const slots: Slot[] = [];
  const oneofs = new Set<string>();
  for (const field of type.fields) {
    if (field.oneof === undefined) {
      slots.push({ name: field.amino?.name ?? field.name, fields: [field], oneof: false });
    } else if (!oneofs.has(field.oneof)) {
      oneofs.add(field.oneof);
      const fields = type.fields.filter((other) => other.oneof === field.oneof);
      slots.push({ name: oneofName(field.oneof), fields, oneof: true });
    }
  }
  return slots.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** How amino JSON calls a oneof: `validators` as `Validators`. */
export const oneofName = (name: string): string =>
  name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
