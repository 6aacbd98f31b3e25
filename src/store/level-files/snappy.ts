/** Reads what Snappy's raw format compressed. Throws RangeError on anything else. */
export function unsnappy(bytes: Uint8Array): Uint8Array {
  let at = 0;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at];
    if (byte === undefined || shift > 28) throw new RangeError("no length");
    at += 1;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  // No element of two bytes makes more than 64.
  if (length > bytes.length * 64) throw new RangeError("too long");
  const out = new Uint8Array(length);
  let end = 0;
  const little = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index += 1) value += (bytes[at + index] ?? 0) * 256 ** index;
    at += count;
    return value;
  };
  while (at < bytes.length) {
    const tag = little(1);
    const kind = tag & 3;
    const high = tag >> 2;
    if (kind === 0) {
      const size = (high < 60 ? high : little(high - 59)) + 1;
      if (end + size > length || at + size > bytes.length) throw new RangeError("a cut literal");
      out.set(bytes.subarray(at, at + size), end);
      at += size;
      end += size;
      continue;
    }
    const size = kind === 1 ? (high & 7) + 4 : high + 1;
    const back = kind === 1 ? (tag >> 5) * 256 + little(1) : little(kind === 2 ? 2 : 4);
    if (back === 0 || back > end || end + size > length) throw new RangeError("a wrong copy");
    for (const until = end + size; end < until; end += 1) out[end] = out[end - back] ?? 0;
  }
  if (end !== length) throw new RangeError("cut short");
  return out;
}
