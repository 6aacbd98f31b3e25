import type { FieldDescriptor, MessageType } from "./descriptor.js";
import { escapedJson, escapedText } from "./json-text.js";
import { fieldJson, type JsonOptions, withoutSurrogates } from "./proto-json.js";
import { timestampText } from "./time.js";

/** Prints a message as `escapedJson(toJson(…))` does, to the byte. */
export type JsonPrinter<T> = (value: T) => string;

type Values = Readonly<Record<string, unknown>>;

/** A field's text; undefined where nothing is printed of it. */
type FieldText = (values: Values) => string | undefined;

/**
 * A printer of one type, made once: long answers are made of few types, and a text that is put together
 * costs half of an object that is printed. Kinds that are rare go the long way.
 */
export function jsonPrinter<T>(type: MessageType<T>, options: JsonOptions): JsonPrinter<T> {
  return printerOf(type, options, new Map()) as JsonPrinter<T>;
}

type Made = Map<MessageType, (values: Values) => string>;

function printerOf(type: MessageType, options: JsonOptions, made: Made) {
  const known = made.get(type);
  if (known !== undefined) return known;
  const fields: FieldText[] = [];
  const print = (values: Values): string => {
    let text = "";
    for (const field of fields) {
      const printed = field(values);
      if (printed !== undefined) text += text === "" ? printed : `,${printed}`;
    }
    return `{${text}}`;
  };
  // Types may hold each other.
  made.set(type, print);
  const { maxFieldNumber = Number.POSITIVE_INFINITY } = options;
  for (const field of type.fields) {
    if (field.no <= maxFieldNumber) fields.push(fieldText(field, options, made));
  }
  return print;
}

function fieldText(field: FieldDescriptor, options: JsonOptions, made: Made): FieldText {
  const { key, oneof, repeated } = field;
  const name = `${escapedText(field.name)}:`;
  const one = valueText(field, options, made);
  return (values) => {
    const value = values[key];
    if (value === undefined) return oneof === undefined ? `${name}null` : undefined;
    if (one === undefined) return name + escapedJson(fieldJson(field, value, options, 0));
    if (repeated === undefined) return name + one(value);
    let list = "";
    for (const item of value as readonly unknown[])
      list += list === "" ? one(item) : `,${one(item)}`;
    return `${name}[${list}]`;
  };
}

/** How a value of a frequent kind prints; undefined of the others. */
function valueText(
  field: FieldDescriptor,
  options: JsonOptions,
  made: Made,
): ((value: unknown) => string) | undefined {
  if (field.custom !== undefined) return undefined;
  switch (field.kind) {
    case "string":
      return (value) => escapedText(withoutSurrogates(value as string));
    case "timestamp":
      return (value) => `"${timestampText(value as bigint)}"`;
    case "uint64":
    case "int64":
      return (value) => `"${value}"`;
    case "uint32":
    case "int32":
    case "bool":
      return (value) => `${value}`;
    case "enum":
      return (value) => {
        const name = field.enum?.byNumber[value as number];
        return name === undefined ? `${value}` : escapedText(name);
      };
    case "message": {
      const { message } = field;
      if (message === undefined) return undefined;
      let print: ((values: Values) => string) | undefined;
      return (value) => {
        print ??= printerOf(message(), options, made);
        return print(value as Values);
      };
    }
    default:
      return undefined;
  }
}
