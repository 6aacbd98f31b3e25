import type { Any } from "./descriptor.js";
import { utf8Bytes } from "./text.js";
import { splitDuration, splitTime } from "./time.js";

const MAX_UINT64 = (1n << 64n) - 1n;

/** A buffer of the last writer that finished, for the next one. */
let spare: Uint8Array | undefined;
const SMALLEST = 1_024;
/** A larger buffer is not kept. */
const LARGEST_SPARE = 65_536;
const NOTHING = new Uint8Array(0);
const FEW = 32;

/** Writes protobuf binary; fields come in the order in which they are written. */
export class Writer {
  private buffer: Uint8Array;
  private pos = 0;

  constructor() {
    this.buffer = spare ?? new Uint8Array(SMALLEST);
    spare = undefined;
  }

  /** The bytes written. Nothing can be written after that. */
  finish(): Uint8Array {
    const { buffer } = this;
    const bytes = buffer.slice(0, this.pos);
    if (buffer.length >= SMALLEST && buffer.length <= LARGEST_SPARE) spare = buffer;
    this.buffer = NOTHING;
    this.pos = 0;
    return bytes;
  }

  private room(size: number): void {
    const need = this.pos + size;
    if (need <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(need, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.pos));
    this.buffer = grown;
  }

  /** A varint of 32 bits, also for tags and lengths. */
  uint32(value: number): this {
    this.room(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.buffer[this.pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.pos++] = rest;
    return this;
  }

  int32(value: number): this {
    return value < 0 ? this.int64(BigInt(value)) : this.uint32(value);
  }

  sint32(value: number): this {
    return this.uint32((value << 1) ^ (value >> 31));
  }

  bool(value: boolean): this {
    return this.uint32(value ? 1 : 0);
  }

  /** Throws RangeError outside 0 … 2^64 - 1. */
  uint64(value: bigint): this {
    if (value < 0n || value > MAX_UINT64) throw new RangeError("not a uint64");
    if (value < 0x8000_0000n) return this.uint32(Number(value));
    this.room(10);
    let low = Number(value & 0xffff_ffffn);
    let high = Number(value >> 32n);
    while (high > 0 || low > 0x7f) {
      this.buffer[this.pos++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.buffer[this.pos++] = low;
    return this;
  }

  /** Throws RangeError outside 64 bits. */
  int64(value: bigint): this {
    if (BigInt.asIntN(64, value) !== value) throw new RangeError("not an int64");
    return this.uint64(BigInt.asUintN(64, value));
  }

  sint64(value: bigint): this {
    if (BigInt.asIntN(64, value) !== value) throw new RangeError("not an int64");
    return this.uint64(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
  }

  private view(size: number): DataView {
    this.room(size);
    const view = new DataView(this.buffer.buffer, this.pos, size);
    this.pos += size;
    return view;
  }

  fixed32(value: number): this {
    this.view(4).setUint32(0, value, true);
    return this;
  }

  sfixed32(value: number): this {
    this.view(4).setInt32(0, value, true);
    return this;
  }

  fixed64(value: bigint): this {
    this.view(8).setBigUint64(0, value, true);
    return this;
  }

  sfixed64(value: bigint): this {
    this.view(8).setBigInt64(0, value, true);
    return this;
  }

  /** Length and contents. */
  bytesValue(value: Uint8Array): this {
    this.uint32(value.length);
    this.room(value.length);
    this.buffer.set(value, this.pos);
    this.pos += value.length;
    return this;
  }

  /** Fields that were encoded before, or a part of them. */
  encoded(fields: Uint8Array, from = 0, end = fields.length): this {
    this.room(end - from);
    const { buffer } = this;
    // A few bytes are copied sooner than a view of them is made.
    if (end - from > FEW && (from > 0 || end < fields.length)) {
      buffer.set(fields.subarray(from, end), this.pos);
    } else if (end - from > FEW) buffer.set(fields, this.pos);
    else for (let i = from; i < end; i++) buffer[this.pos + i - from] = fields[i] ?? 0;
    this.pos += end - from;
    return this;
  }

  /** Length and UTF-8; see text.ts for bytes that are no UTF-8. */
  string(value: string): this {
    const length = value.length;
    if (length > 64) return this.bytesValue(utf8Bytes(value));
    this.room(length + 1);
    const start = this.pos;
    this.buffer[start] = length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return this.bytesValue(utf8Bytes(value));
      this.buffer[start + 1 + i] = code;
    }
    this.pos = start + 1 + length;
    return this;
  }

  /** A custom number: decimal text of the integer. */
  int(value: bigint): this {
    return this.string(value.toString());
  }

  timestamp(value: bigint): this {
    return this.secondsAndNanos(splitTime(value));
  }

  duration(value: bigint): this {
    return this.secondsAndNanos(splitDuration(value));
  }

  private secondsAndNanos([seconds, nanos]: readonly [bigint, number]): this {
    const start = this.open();
    if (seconds !== 0n) this.uint32(8).int64(seconds);
    if (nanos !== 0) this.uint32(16).int32(nanos);
    return this.close(start);
  }

  any(value: Any): this {
    const start = this.open();
    if (value.typeUrl !== "") this.uint32(10).string(value.typeUrl);
    if (value.value.length > 0) this.uint32(18).bytesValue(value.value);
    return this.close(start);
  }

  /** A sub-message, written by `write` (a generated function). */
  message<T>(type: { write(writer: Writer, value: T): void }, value: T): this {
    const start = this.open();
    type.write(this, value);
    return this.close(start);
  }

  /** Leaves room for a length of one byte; {@link close} moves what follows when it needs more. */
  open(): number {
    this.room(1);
    return ++this.pos;
  }

  /** Writes the length of all since {@link open}. */
  close(start: number): this {
    const end = this.pos;
    const length = end - start;
    if (length < 0x80) {
      this.buffer[start - 1] = length;
      return this;
    }
    const extra = length < 0x4000 ? 1 : length < 0x20_0000 ? 2 : length < 0x1000_0000 ? 3 : 4;
    this.room(extra);
    this.buffer.copyWithin(start + extra, start, end);
    this.pos = start - 1;
    this.uint32(length);
    this.pos = end + extra;
    return this;
  }
}
