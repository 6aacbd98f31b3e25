import type { Random } from "../../test/store/random.js";

/** A field as it stands on the wire: its tag's two numbers and all bytes after the tag. */
interface Field {
  readonly no: number;
  readonly type: number;
  readonly rest: Uint8Array;
}

/** Shortest varint of a number below 2^53. */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.of(...bytes, rest);
}

/** The same number in more bytes than it needs. */
function overlong(value: number, extra: number): Uint8Array {
  const short = varint(value);
  const zeros = Array.from({ length: extra }, (_, at) => (at === extra - 1 ? 0 : 0x80));
  return Uint8Array.of(...short.slice(0, -1), (short.at(-1) ?? 0) | 0x80, ...zeros);
}

/** A field whose content is `body`. */
export function lengthField(no: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([varint(no * 8 + 2), varint(body.length), body]);
}

/** The fields of a message; undefined where the bytes are none. */
function split(bytes: Uint8Array): readonly Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  const number = (): number | undefined => {
    let value = 0;
    for (let shift = 0; shift < 10; shift += 1) {
      const byte = bytes[at];
      if (byte === undefined) return undefined;
      at += 1;
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  while (at < bytes.length) {
    const tag = number();
    if (tag === undefined || tag < 8 || tag > 2 ** 32) return undefined;
    const [no, type, start] = [Math.floor(tag / 8), tag % 8, at];
    if (type === 0 && number() === undefined) return undefined;
    if (type === 1) at += 8;
    if (type === 5) at += 4;
    if (type === 2) {
      const length = number();
      if (length === undefined) return undefined;
      at += length;
    }
    if ((type !== 0 && type !== 1 && type !== 2 && type !== 5) || at > bytes.length)
      return undefined;
    fields.push({ no, type, rest: bytes.subarray(start, at) });
  }
  return fields;
}

const join = (fields: readonly Field[]): Uint8Array =>
  Buffer.concat(fields.flatMap(({ no, type, rest }) => [varint(no * 8 + type), rest]));

/** Content of a field with a length. */
function contentOf({ rest }: Field): Uint8Array {
  let at = 0;
  while ((rest[at] ?? 0) >= 0x80) at += 1;
  return rest.subarray(at + 1);
}

const filled = (field: Field, body: Uint8Array): Field => ({
  ...field,
  rest: Buffer.concat([varint(body.length), body]),
});

/** Values at which numbers break. */
const EDGES: readonly Uint8Array[] = [
  Uint8Array.of(0),
  Uint8Array.of(1),
  varint(2 ** 31 - 1),
  varint(2 ** 32),
  varint(2 ** 53 - 1),
  Uint8Array.of(...Array<number>(9).fill(0xff), 1),
  Uint8Array.of(...Array<number>(8).fill(0xff), 0x7f),
  Uint8Array.of(...Array<number>(9).fill(0xff), 0x7f),
  Uint8Array.of(...Array<number>(10).fill(0x80), 0),
];

/** Texts at which readers of texts break. */
const TEXTS: readonly Uint8Array[] = [
  ...["", "0", "-1", "1e9", "00", "１", "999999999999999999999999", "\u0000", "__proto__"],
  ...["/cosmos.bank.v1beta1.MsgSend", "/", "verana1", "did:example:a", "{", '{"$id":"x"}'],
  ...["[".repeat(3_000), "a".repeat(70_000), "\ud7ff\uffff", "uvna", "https://example.com/%"],
]
  .map((text) => new TextEncoder().encode(text))
  .concat([Uint8Array.of(0xff, 0xfe), Uint8Array.of(0xc0, 0x80), Uint8Array.of(0xed, 0xa0, 0x80)]);

/** An Any in an Any in an Any …: `{1: type, 2: the next}`. */
function anyBomb(depth: number, typeUrl: string): Uint8Array {
  const url = lengthField(1, new TextEncoder().encode(typeUrl));
  let body: Uint8Array = new Uint8Array();
  for (let level = 0; level < depth; level += 1) body = Buffer.concat([url, lengthField(2, body)]);
  return body;
}

/** Messages inside a message, deep: each field 1 holds the next. */
function nest(depth: number, no: number): Uint8Array {
  let body: Uint8Array = new Uint8Array();
  for (let level = 0; level < depth; level += 1) body = lengthField(no, body);
  return body;
}

type Change = (random: Random, fields: Field[], donor: Uint8Array) => void;

const CHANGES: readonly Change[] = [
  (r, f) => void f.splice(r.below(f.length), 1),
  (r, f) => void f.splice(r.below(f.length + 1), 0, ...f.slice(0, 1 + r.below(f.length))),
  (r, f) => void f.reverse().unshift(...f.splice(r.below(f.length))),
  (r, f) => change(r, f, (one) => ({ ...one, no: 1 + r.below(40) })),
  (r, f) => change(r, f, (one) => ({ ...one, no: r.pick([1_024, 2_047, 2_048, 2 ** 29 - 1]) })),
  (r, f) => change(r, f, (one) => ({ ...one, type: r.below(8) })),
  (r, f) => change(r, f, (one) => (one.type === 0 ? { ...one, rest: r.pick(EDGES) } : one)),
  (r, f) => change(r, f, (one) => (one.type === 2 ? filled(one, r.pick(TEXTS)) : one)),
  (r, f) => change(r, f, (one) => (one.type === 2 ? filled(one, new Uint8Array()) : one)),
  (r, f) => change(r, f, (one) => lied(r, one)),
  (r, f) => change(r, f, (one) => ({ ...one, rest: longer(r, one) })),
  (r, f, donor) => change(r, f, (one) => (one.type === 2 ? filled(one, donor) : one)),
  (r, f) => {
    const bomb = anyBomb(1 + r.below(300), "/cosmos.group.v1.MsgSubmitProposal");
    f.splice(r.below(f.length + 1), 0, { no: 1 + r.below(8), type: 2, rest: withLength(bomb) });
  },
  (r, f) => {
    const deep = nest(1 + r.below(2_000), 1 + r.below(3));
    f.splice(r.below(f.length + 1), 0, { no: 1 + r.below(8), type: 2, rest: withLength(deep) });
  },
  (r, f) => {
    const unknown = {
      no: r.pick([15, 30, 1_023, 1_024, 5_000]),
      type: 2,
      rest: withLength(r.bytes(0, 30)),
    };
    f.splice(r.below(f.length + 1), 0, unknown);
  },
];

const withLength = (body: Uint8Array): Uint8Array => Buffer.concat([varint(body.length), body]);

function change(random: Random, fields: Field[], to: (field: Field) => Field): void {
  const at = random.below(fields.length);
  const one = fields[at];
  if (one !== undefined) fields[at] = to(one);
}

/** A field that says another length than its content has. */
function lied(random: Random, field: Field): Field {
  if (field.type !== 2) return field;
  const body = contentOf(field);
  const length = random.pick([0, body.length + 1, body.length - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 40]);
  return { ...field, rest: Buffer.concat([varint(Math.max(0, length)), body]) };
}

/** A field's number or length in too many bytes. */
function longer(random: Random, field: Field): Uint8Array {
  if (field.type === 2) {
    const body = contentOf(field);
    return Buffer.concat([overlong(body.length, 1 + random.below(8)), body]);
  }
  if (field.type !== 0) return field.rest;
  const last = field.rest.at(-1) ?? 0;
  const extra = Array<number>(random.below(9)).fill(0x80);
  return Uint8Array.of(...field.rest.slice(0, -1), last | 0x80, ...extra, 0);
}

/**
 * Protobuf bytes changed as a hostile client would: bits, ends, and fields at any depth put in, taken
 * out, doubled, moved, renamed, lied about. `donor`: bytes of another message to put in.
 */
export function mutatedMessage(random: Random, bytes: Uint8Array, donor: Uint8Array): Uint8Array {
  const fields = split(bytes);
  if (fields === undefined || fields.length === 0 || random.below(6) === 0) {
    return random.mutated(bytes);
  }
  const list = [...fields];
  const inner = list.map((field, at) => [field, at] as const).filter(([{ type }]) => type === 2);
  if (inner.length > 0 && random.below(4) !== 0) {
    const [field, at] = random.pick(inner);
    list[at] = filled(field, mutatedMessage(random, contentOf(field), donor));
  } else {
    random.pick(CHANGES)(random, list, donor);
  }
  return join(list);
}

/** The same message with a few other values: numbers and texts at which their readers break. */
export function otherValues(random: Random, bytes: Uint8Array): Uint8Array {
  const fields = split(bytes);
  if (fields === undefined || fields.length === 0) {
    return random.below(3) === 0 ? random.mutated(bytes) : random.pick(TEXTS);
  }
  const list = [...fields];
  change(random, list, (one) => {
    if (one.type === 0) return { ...one, rest: random.pick(EDGES.slice(0, -2)) };
    return one.type === 2 ? filled(one, otherValues(random, contentOf(one))) : one;
  });
  return join(list);
}
