import { type Any, WireError } from "./descriptor.js";
import { parseInt256, parseScaledDec } from "./number.js";
import { utf8Text } from "./text.js";
import { durationOf, timestampOf } from "./time.js";

/** Messages within messages, beyond which bytes are refused: far above any real message, far below the stack. */
const MAX_DEPTH = 256;
const MAX_GROUP_DEPTH = 10_000;
const TRUNCATED = "truncated";

/** Reads protobuf binary as proto3 parsers must: any order, overlong varints, unknown fields skipped. Throws WireError. */
export class Reader {
  pos = 0;
  private readonly bytes: Uint8Array;
  private readonly len: number;
  /** Made when the first bytes are asked for: what was decoded shares no memory with its source. */
  private copy: Uint8Array | undefined;
  private depth = 0;
  /** Upper half of the varint read last. */
  private high = 0;

  constructor(bytes: Uint8Array) {
    // A Buffer would share memory where an array copies it.
    const isPlain = bytes.constructor === Uint8Array;
    this.bytes = isPlain ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.len = bytes.length;
  }

  /** Reads a varint of at most ten bytes: returns the low 32 bits, keeps the upper ones in `high`. */
  private varint(): number {
    const first = this.byte();
    this.high = 0;
    if (first < 0x80) return first;
    let low = first & 0x7f;
    for (let shift = 7; shift <= 63; shift += 7) {
      const byte = this.byte();
      const bits = byte & 0x7f;
      if (shift === 63 && byte > 1) throw new WireError("varint beyond 64 bits");
      if (shift < 32) low |= bits << shift;
      if (shift === 28) this.high = bits >>> 4;
      else if (shift > 28) this.high |= bits << (shift - 32);
      if (byte < 0x80) break;
    }
    return low >>> 0;
  }

  private byte(): number {
    const byte = this.bytes[this.pos];
    if (byte === undefined || this.pos >= this.len) throw new WireError(TRUNCATED);
    this.pos++;
    return byte;
  }

  /** Field number and wire type. */
  tag(): number {
    const tag = this.varint();
    if (this.high !== 0) throw new WireError("field number too large");
    if (tag >>> 3 === 0) throw new WireError("field number 0");
    return tag;
  }

  uint32(): number {
    return this.varint();
  }

  int32(): number {
    return this.varint() | 0;
  }

  sint32(): number {
    const n = this.varint();
    return (n >>> 1) ^ -(n & 1);
  }

  bool(): boolean {
    return this.varint() !== 0 || this.high !== 0;
  }

  uint64(): bigint {
    const low = this.varint();
    if (this.high === 0) return BigInt(low);
    return (BigInt(this.high >>> 0) << 32n) | BigInt(low);
  }

  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  sint64(): bigint {
    const n = this.uint64();
    return (n >> 1n) ^ -(n & 1n);
  }

  private view(size: number): DataView {
    const start = this.pos;
    if (this.len - start < size) throw new WireError(TRUNCATED);
    this.pos += size;
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + start, size);
  }

  fixed32(): number {
    return this.view(4).getUint32(0, true);
  }

  sfixed32(): number {
    return this.view(4).getInt32(0, true);
  }

  fixed64(): bigint {
    return this.view(8).getBigUint64(0, true);
  }

  sfixed64(): bigint {
    return this.view(8).getBigInt64(0, true);
  }

  /** Length of what follows; returns where it ends. */
  end(): number {
    const length = this.varint();
    if (this.high !== 0 || length > this.len - this.pos) throw new WireError(TRUNCATED);
    return this.pos + length;
  }

  /** The bytes of a length-delimited field: a view of one copy of all that is read. */
  bytesValue(): Uint8Array {
    const end = this.end();
    this.copy ??= this.bytes.slice();
    const value = this.copy.subarray(this.pos, end);
    this.pos = end;
    return value;
  }

  string(): string {
    const end = this.end();
    const value = utf8Text(this.bytes, this.pos, end);
    this.pos = end;
    return value;
  }

  /** A custom number `int`. */
  int(): bigint {
    return parseInt256(this.string());
  }

  /** A custom number `dec`, scaled by 10^18. */
  dec(): bigint {
    return parseScaledDec(this.string());
  }

  timestamp(): bigint {
    return this.secondsAndNanos(timestampOf);
  }

  duration(): bigint {
    return this.secondsAndNanos(durationOf);
  }

  private secondsAndNanos(make: (seconds: bigint, nanos: number) => bigint): bigint {
    const end = this.end();
    let seconds = 0n;
    let nanos = 0;
    while (this.pos < end) {
      const tag = this.tag();
      if (tag === 8) seconds = this.int64();
      else if (tag === 16) nanos = this.int32();
      else this.skip(tag, [1, 2]);
    }
    this.close(end);
    return make(seconds, nanos);
  }

  /** An Any, merged onto one that stood there before. */
  any(base?: Any): Any {
    const end = this.end();
    let typeUrl = base?.typeUrl ?? "";
    let value = base?.value ?? new Uint8Array(0);
    while (this.pos < end) {
      const tag = this.tag();
      if (tag === 10) typeUrl = this.string();
      else if (tag === 18) value = this.bytesValue();
      else this.skip(tag, [1, 2]);
    }
    this.close(end);
    return { typeUrl, value };
  }

  /** A sub-message, read by `read` (a generated function), onto `base` if it stood there before. */
  message<T>(type: { read(reader: Reader, end: number, base?: T): T }, base?: T): T {
    const end = this.end();
    this.depth++;
    if (this.depth > MAX_DEPTH) throw new WireError("nested too deep");
    const value = type.read(this, end, base);
    this.close(end);
    this.depth--;
    return value;
  }

  /** Refuses a field that reached beyond the message it stands in. */
  close(end: number): void {
    if (this.pos !== end) throw new WireError("field beyond its message");
  }

  /** Passes over an unknown field. A known field number here means that the wire type is wrong. */
  skip(tag: number, known: readonly number[]): void {
    if (known.includes(tag >>> 3))
      throw new WireError(`wrong wire type ${tag & 7} for field ${tag >>> 3}`);
    this.skipValue(tag);
  }

  private skipValue(tag: number): void {
    const open: number[] = [];
    let current = tag;
    for (;;) {
      const type = current & 7;
      if (type === 3) {
        open.push(current >>> 3);
        if (open.length > MAX_GROUP_DEPTH) throw new WireError("nested too deep");
      } else if (type === 4) {
        if (open.pop() !== current >>> 3) throw new WireError("end of a group that is not open");
      } else this.skipScalar(type);
      if (open.length === 0) return;
      current = this.tag();
    }
  }

  private skipScalar(type: number): void {
    if (type === 0) this.varint();
    else if (type === 1) this.view(8);
    else if (type === 2) this.pos = this.end();
    else if (type === 5) this.view(4);
    else throw new WireError(`wire type ${type}`);
  }
}
