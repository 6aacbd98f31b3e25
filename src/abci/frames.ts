/** Bytes that are no frame: a length beyond the limit, or no length at all. The connection is lost. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

/**
 * 512 MiB. CometBFT's own bound is 2 GiB, its blocks end at 100 MiB; a genesis may be longer, up to
 * what one text of this runtime can hold.
 */
export const MAX_FRAME_BYTES = 536_870_912;

/** A varint of a length takes at most this many bytes; overlong ones are read as Go does. */
const MAX_VARINT_BYTES = 10;

/**
 * Cuts a stream into frames: the body's length as a protobuf varint, then the body. Pieces of a body
 * are kept as they came and joined once.
 */
export class FrameReader {
  /** What has come of a frame. */
  #pieces: Uint8Array[] = [];
  #missing = 0;
  #length = 0;
  #lengthBytes = 0;
  #inBody = false;

  constructor(private readonly maxBytes: number = MAX_FRAME_BYTES) {}

  /** Whether a frame has begun and not ended. */
  get midway(): boolean {
    return this.#inBody || this.#lengthBytes > 0;
  }

  /** The frames that these bytes complete. Throws FrameError; nothing can be read after that. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    while (at < chunk.length) {
      if (!this.#inBody) {
        this.#readLength(chunk[at] ?? 0);
        at++;
      } else {
        const end = Math.min(chunk.length, at + this.#missing);
        this.#pieces.push(chunk.subarray(at, end));
        this.#missing -= end - at;
        at = end;
      }
      if (this.#inBody && this.#missing === 0) yield this.#take();
    }
  }

  #readLength(byte: number): void {
    this.#length += (byte & 0x7f) * 2 ** (7 * this.#lengthBytes);
    this.#lengthBytes++;
    if (this.#length > this.maxBytes) {
      throw new FrameError(`a frame of more than ${this.maxBytes} bytes`);
    }
    if (byte < 0x80) {
      this.#inBody = true;
      this.#missing = this.#length;
    } else if (this.#lengthBytes === MAX_VARINT_BYTES) {
      throw new FrameError("a frame whose length does not end");
    }
  }

  #take(): Uint8Array {
    const [first = new Uint8Array(0), ...rest] = this.#pieces;
    const body = rest.length === 0 ? first : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#length = 0;
    this.#lengthBytes = 0;
    this.#inBody = false;
    return body;
  }
}

/** The length in front of a body of this many bytes. */
export function frameHead(length: number): Uint8Array {
  const head: number[] = [];
  let rest = length;
  while (rest > 0x7f) {
    head.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.of(...head, rest);
}
