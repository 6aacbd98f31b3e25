import { StoreFault } from "../store/contract.js";
import { utf8Bytes, utf8Text } from "../wire/text.js";
import { addressBytes, addressText } from "./addresses.js";
import { concat } from "./bytes.js";

export { concat } from "./bytes.js";

/** A key that does not fit its codec is a mistake of the program, never another key. */
function checkRange(fits: boolean, what: string): void {
  if (!fits) throw new RangeError(`a key is ${what}`);
}

/** The first second of the year 1: no time is before it. Nanoseconds since the Unix epoch. */
export const START_OF_TIME = -62_135_596_800n * 1_000_000_000n;

/** The first second of the year 10000, behind every time: the end of what has none, in keys. */
export const END_OF_TIME = 253_402_300_800n * 1_000_000_000n;

const MAX_U64 = (1n << 64n) - 1n;
const MAX_U32 = 0xffff_ffff;
const SMALL = BigInt(MAX_U32);

/** Order-preserving key codec. `read` starts at `at` and returns the value and where it ended. */
export interface KeyCodec<K> {
  encode(key: K): Uint8Array;
  read(bytes: Uint8Array, at: number): readonly [key: K, end: number];
  /** Where the value ended, for codecs that tell without reading it. */
  skip?(bytes: Uint8Array, at: number): number;
}

/** Where a value that starts at `at` ended. */
export const keyEnd = <K>(codec: KeyCodec<K>, bytes: Uint8Array, at: number): number =>
  codec.skip?.(bytes, at) ?? codec.read(bytes, at)[1];

/** `skip` of values that are all so many bytes long. */
const skipBytes =
  (length: number) =>
  (bytes: Uint8Array, at: number): number => {
    requireLength(bytes, at, length);
    return at + length;
  };

/** First key above every key that starts with `prefix`; undefined when there is none. */
export function prefixEnd(prefix: Uint8Array): Uint8Array | undefined {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const byte = prefix[i] ?? 0xff;
    if (byte !== 0xff) {
      const end = prefix.slice(0, i + 1);
      end[i] = byte + 1;
      return end;
    }
  }
  return undefined;
}

/** Unsigned 64-bit, 8 bytes big-endian. Throws RangeError beyond. */
export const u64Key: KeyCodec<bigint> = {
  encode(key) {
    checkRange(key >= 0n && key <= MAX_U64, "not a uint64");
    const out = new Uint8Array(8);
    putU64(out, key);
    return out;
  },
  read: (bytes, at) => [view(bytes, at, 8).getBigUint64(0), at + 8],
  skip: skipBytes(8),
};

// A DataView over new bytes costs several times what the bytes do.
function putU64(out: Uint8Array, value: bigint): void {
  if (value > SMALL) putU32(out, 0, Number(value >> 32n));
  putU32(out, 4, Number(value > SMALL ? value & SMALL : value));
}

function putU32(out: Uint8Array, at: number, value: number): void {
  out[at] = value >>> 24;
  out[at + 1] = value >>> 16;
  out[at + 2] = value >>> 8;
  out[at + 3] = value;
}

/** Bytes of a time in a key. */
export const TIME_BYTES = 12;

/** Nanoseconds since the epoch, years 1 to 9999: 12 bytes, seconds offset to be positive, then nanoseconds. */
export const timeKey: KeyCodec<bigint> = {
  encode(key) {
    const seconds = floorDiv(key, NANOS);
    // Wider than the years 1 to 9999: a bound may lie some time before or after a time that is stored.
    const fits = seconds >= -SECONDS_OFFSET && seconds < SECONDS_OFFSET;
    checkRange(fits, "a time beyond 62 bits of seconds");
    const out = new Uint8Array(TIME_BYTES);
    putU64(out, seconds + SECONDS_OFFSET);
    putU32(out, 8, Number(key - seconds * NANOS));
    return out;
  },
  read(bytes, at) {
    const data = view(bytes, at, TIME_BYTES);
    return [
      (data.getBigUint64(0) - SECONDS_OFFSET) * NANOS + BigInt(data.getUint32(8)),
      at + TIME_BYTES,
    ];
  },
  skip: skipBytes(TIME_BYTES),
};

const NANOS = 1_000_000_000n;
const SECONDS_OFFSET = 1n << 62n;

function floorDiv(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b < 0n ? q - 1n : q;
}

/** The reverse order of a codec whose keys all have the same length. */
export const descending = <K>(codec: KeyCodec<K>): KeyCodec<K> => ({
  encode: (key) => codec.encode(key).map((byte) => byte ^ 0xff),
  read(bytes, at) {
    const [key, length] = codec.read(
      bytes.subarray(at).map((byte) => byte ^ 0xff),
      0,
    );
    return [key, at + length];
  },
  // Of the same length as the codec's own, whichever bytes they are.
  ...(codec.skip === undefined ? {} : { skip: codec.skip }),
});

/** A small number, one byte. */
export const u8Key: KeyCodec<number> = {
  encode(key) {
    checkRange(Number.isInteger(key) && key >= 0 && key <= 0xff, "no byte");
    return Uint8Array.of(key);
  },
  read: (bytes, at) => [view(bytes, at, 1).getUint8(0), at + 1],
  skip: skipBytes(1),
};

/** Unsigned 32-bit, 4 bytes big-endian. */
export const u32Key: KeyCodec<number> = {
  encode(key) {
    checkRange(Number.isInteger(key) && key >= 0 && key <= MAX_U32, "not a uint32");
    const out = new Uint8Array(4);
    putU32(out, 0, key);
    return out;
  },
  read: (bytes, at) => [view(bytes, at, 4).getUint32(0), at + 4],
  skip: skipBytes(4),
};

/**
 * Text, its bytes as they came (see `utf8Text`), ended by 00 00; a 00 inside becomes 00 FF. Byte order
 * is kept, and no key is the start of another, whatever follows.
 */
export const stringKey: KeyCodec<string> = {
  encode(key) {
    const text = utf8Bytes(key);
    const out: number[] = [];
    for (const byte of text) {
      out.push(byte);
      if (byte === 0) out.push(0xff);
    }
    out.push(0, 0);
    return Uint8Array.from(out);
  },
  read(bytes, at) {
    const out: number[] = [];
    for (let i = at; ; i++) {
      const byte = bytes[i];
      if (byte === undefined) throw new StoreFault("a text key has no end");
      if (byte === 0) {
        i++;
        if (bytes[i] !== 0xff) return [utf8Text(Uint8Array.from(out)), i + 1];
      }
      out.push(byte);
    }
  },
  skip(bytes, at) {
    for (let i = bytes.indexOf(0, at); i >= 0; i = bytes.indexOf(0, i + 2)) {
      if (i + 1 < bytes.length && bytes[i + 1] !== 0xff) return i + 2;
    }
    throw new StoreFault("a text key has no end");
  },
};

/** Text without 00, ended by 00: Cosmos SDK's key of a denomination in front of others. */
export const plainTextKey: KeyCodec<string> = {
  encode(key) {
    const text = utf8Bytes(key);
    checkRange(!text.includes(0), "a text with a 00 inside");
    return concat([text, Uint8Array.of(0)]);
  },
  read(bytes, at) {
    const end = bytes.indexOf(0, at);
    if (end < 0) throw new StoreFault("a text key has no end");
    return [utf8Text(bytes, at, end), end + 1];
  },
};

/** Text up to the end of the key: last part only. */
export const restTextKey: KeyCodec<string> = {
  encode: (key) => utf8Bytes(key),
  read: (bytes, at) => [utf8Text(bytes, at), bytes.length],
};

/** Bytes up to the end of the key: last part only. */
export const restBytesKey: KeyCodec<Uint8Array> = {
  encode: (key) => key,
  read: (bytes, at) => [bytes.subarray(at), bytes.length],
};

/** An account's bytes behind their length, as Cosmos SDK's `address.LengthPrefix`. */
export const addressKey = (prefix: string): KeyCodec<string> => ({
  encode(key) {
    const bytes = addressBytes(key);
    return concat([Uint8Array.of(bytes.length), bytes]);
  },
  read(bytes, at) {
    const length = view(bytes, at, 1).getUint8(0);
    view(bytes, at + 1, length);
    return [addressText(prefix, bytes.subarray(at + 1, at + 1 + length)), at + 1 + length];
  },
  skip(bytes, at) {
    const end = at + 1 + view(bytes, at, 1).getUint8(0);
    requireLength(bytes, at, end - at);
    return end;
  },
});

/** An account's bytes up to the end of the key: last part only. */
export const restAddressKey = (prefix: string): KeyCodec<string> => ({
  encode: (key) => addressBytes(key),
  read: (bytes, at) => [addressText(prefix, bytes.subarray(at)), bytes.length],
});

type Codecs<T extends readonly unknown[]> = { readonly [I in keyof T]: KeyCodec<T[I]> };

/** Several parts, one behind the other. */
export function tupleKey<T extends readonly unknown[]>(...codecs: Codecs<T>): KeyCodec<T> {
  return {
    encode: (key) => concat(codecs.map((codec, i) => codec.encode(key[i]))),
    read(bytes, at) {
      const parts: unknown[] = [];
      let end = at;
      for (const codec of codecs) {
        const [part, next] = codec.read(bytes, end);
        parts.push(part);
        end = next;
      }
      return [parts as unknown as T, end];
    },
    skip: (bytes, at) => codecs.reduce((end, codec) => keyEnd(codec, bytes, end), at),
  };
}

function requireLength(bytes: Uint8Array, at: number, length: number): void {
  if (at + length > bytes.length) throw new StoreFault("a key is shorter than its codec says");
}

function view(bytes: Uint8Array, at: number, length: number): DataView {
  requireLength(bytes, at, length);
  return new DataView(bytes.buffer, bytes.byteOffset + at, length);
}
