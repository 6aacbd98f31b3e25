import { Buffer, isUtf8 } from "node:buffer";

const ESCAPE = 0xdc00;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Text of UTF-8 bytes. A byte that is no part of valid UTF-8 becomes the lone surrogate U+DC00 + byte, so that
 * {@link utf8Bytes} gives the same bytes back.
 */
export function utf8Text(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start <= SHORT) {
    const ascii = asciiText(bytes, start, end);
    if (ascii !== undefined) return ascii;
  }
  const part = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  return isUtf8(part) ? part.toString("utf8") : escapedText(part);
}

interface Latin1 {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
}

// Node's own primitive works on any byte array; a text put together from characters is taken apart again.
const { latin1Slice } = Buffer.prototype as unknown as Latin1;

function asciiText(bytes: Uint8Array, start: number, end: number): string | undefined {
  for (let i = start; i < end; i++) if ((bytes[i] ?? 0) > 0x7f) return undefined;
  return start === end ? "" : latin1Slice.call(bytes, start, end);
}

function escapedText(bytes: Uint8Array): string {
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    const length = runeLength(bytes, at);
    const next = at + Math.max(length, 1);
    text +=
      length === 0
        ? String.fromCharCode(ESCAPE + (bytes[at] ?? 0))
        : Buffer.from(bytes.subarray(at, next)).toString("utf8");
    at = next;
  }
  return text;
}

/** Length of the UTF-8 sequence at `at`, 0 where none stands. */
function runeLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const part = bytes.subarray(at, at + length);
  return part.length === length && isUtf8(part) ? length : 0;
}

/** Whether a text holds bytes that were no valid UTF-8 ({@link utf8Text}). */
export function hasInvalidUtf8(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

/** UTF-8 bytes of a text; the inverse of {@link utf8Text}. */
export function utf8Bytes(text: string): Uint8Array {
  if (text.length <= SHORT) {
    const ascii = asciiBytes(text);
    if (ascii !== undefined) return ascii;
  }
  if (!LONE_SURROGATE.test(text)) return Buffer.from(text, "utf8");
  const parts: Uint8Array[] = [];
  for (const rune of text) {
    const code = rune.codePointAt(0) ?? 0;
    const escaped = code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff;
    parts.push(escaped ? Uint8Array.of(code - ESCAPE) : Buffer.from(rune, "utf8"));
  }
  return Buffer.concat(parts);
}

/** Up to here bytes are made one by one sooner than by a call out of the engine. */
const SHORT = 64;

function asciiBytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
