import type { ValueCodec } from "./values.js";

/**
 * A codec for values that are read all the time and hardly ever change, such as parameters: the last
 * decoded value is given again while the bytes are the same. Values are never changed in place.
 */
export function remembered<V>(codec: ValueCodec<V>): ValueCodec<V> {
  let last: { readonly bytes: Uint8Array; readonly value: V } | undefined;
  return {
    encode: (value) => codec.encode(value),
    decode(bytes) {
      if (last === undefined || Buffer.compare(last.bytes, bytes) !== 0) {
        last = { bytes: Uint8Array.from(bytes), value: codec.decode(bytes) };
      }
      return last.value;
    },
  };
}
