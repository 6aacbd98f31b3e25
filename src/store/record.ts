import { hash as digest } from "node:crypto";
import { StoreFault } from "./contract.js";

const CHECKSUM_LENGTH = 8;
const text = new TextEncoder();
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Writes numbers, bytes and texts one after the other. */
export class RecordWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** A protobuf varint. */
  uvarint(value: number | bigint): this {
    if (typeof value === "bigint" && value > BigInt(Number.MAX_SAFE_INTEGER)) {
      return this.#byte(Number(value & 0x7fn) | 0x80).uvarint(value >> 7n);
    }
    let rest = Number(value);
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#byte((rest % 0x80) | 0x80);
    return this.#byte(rest);
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** Bytes with their length before them. */
  bytes(bytes: Uint8Array): this {
    return this.uvarint(bytes.length).raw(bytes);
  }

  /** Text with its length in bytes before it. */
  text(value: string): this {
    return this.bytes(text.encode(value));
  }

  /** Everything written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Everything written, followed by a checksum. */
  seal(): Uint8Array {
    return this.raw(checksum(this.#bytes.subarray(0, this.#length))).finish();
  }

  #byte(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
    return this;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** Reads what a RecordWriter wrote. Anything else is a StoreFault that names the record. */
export class RecordReader {
  readonly #name: string;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(name: string, bytes: Uint8Array) {
    this.#name = name;
    this.#bytes = bytes;
  }

  /** A reader of a sealed record, whose checksum must fit. */
  static sealed(name: string, bytes: Uint8Array): RecordReader {
    const end = bytes.length - CHECKSUM_LENGTH;
    if (end < 0) throw new StoreFault(`${name} is cut short`);
    const body = bytes.subarray(0, end);
    if (Buffer.compare(checksum(body), bytes.subarray(end)) !== 0) {
      throw new StoreFault(`${name} does not match its checksum`);
    }
    return new RecordReader(name, body);
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  bigUvarint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new StoreFault(`${this.#name} holds a number that is too long`);
  }

  uvarint(): number {
    const first = this.#bytes[this.#at] ?? 0x80;
    if (first < 0x80) {
      this.#at += 1;
      return first;
    }
    let value = 0;
    for (let unit = 1; unit < 2 ** 42; unit *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * unit;
      if (byte >= 0x80) continue;
      if (value > 0xffff_ffff) break;
      return value;
    }
    throw new StoreFault(`${this.#name} holds a number out of range`);
  }

  /** The bytes that are read, to be copied from without a view of each part. */
  get source(): Uint8Array {
    return this.#bytes;
  }

  /** Steps over bytes; where they begin in the source. */
  skip(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) throw new StoreFault(`${this.#name} is cut short`);
    this.#at = start + length;
    return start;
  }

  /** A view into the record. */
  raw(length: number): Uint8Array {
    const start = this.skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  bytes(): Uint8Array {
    return this.raw(this.uvarint());
  }

  text(): string {
    try {
      return utf8.decode(this.bytes());
    } catch (cause) {
      if (cause instanceof StoreFault) throw cause;
      throw new StoreFault(`${this.#name} holds text that is not UTF-8`, { cause });
    }
  }

  /** Refuses anything after what was read. */
  end(): void {
    if (!this.done) throw new StoreFault(`${this.#name} is longer than it should be`);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new StoreFault(`${this.#name} is cut short`);
    this.#at += 1;
    return byte;
  }
}

/** The first 8 bytes of the sha256. */
export function checksum(bytes: Uint8Array): Uint8Array {
  return digest("sha256", bytes, "buffer").subarray(0, CHECKSUM_LENGTH);
}
