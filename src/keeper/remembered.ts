import { keyText } from "../store/key-text.js";
import type { ValueCodec } from "./values.js";

/**
 * A codec for values that are read all the time and hardly ever change, such as parameters: the last
 * decoded value is given again while the bytes are the same. Values are never changed in place.
 */
export function remembered<V>(codec: ValueCodec<V>): ValueCodec<V> {
  let last: { readonly bytes: Uint8Array; readonly value: V } | undefined;
  let source: Uint8Array | undefined;
  return {
    encode: (value) => codec.encode(value),
    decode(bytes) {
      if (last !== undefined && source === bytes) return last.value;
      source = bytes;
      if (last === undefined || Buffer.compare(last.bytes, bytes) !== 0) {
        last = { bytes: Uint8Array.from(bytes), value: codec.decode(bytes) };
      }
      return last.value;
    },
  };
}

/**
 * A codec for values that are read by many, again and again: so many of those that were decoded last,
 * and no more than twice as many, are given again for the same bytes. Values are never changed in place.
 */
export function rememberedMany<V>(codec: ValueCodec<V>, most: number): ValueCodec<V> {
  let lately = new Map<string, V>();
  let before = new Map<string, V>();
  const remember = (text: string, value: V): V => {
    if (lately.size >= most) {
      before = lately;
      lately = new Map();
    }
    lately.set(text, value);
    return value;
  };
  return {
    encode: (value) => codec.encode(value),
    decode(bytes) {
      const text = keyText(bytes);
      const known = lately.get(text);
      if (known !== undefined) return known;
      return remember(text, before.get(text) ?? codec.decode(bytes));
    },
    copies: true,
  };
}
