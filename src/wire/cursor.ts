import { WireError } from "./descriptor.js";

/** Deepest nesting of groups that is skipped. */
const MAX_GROUPS = 10_000;
/** Protobuf's limit of tag numbers as readers apply it. */
const MAX_FIELD = 0x7fffffff;

/**
 * Reads the skeleton of a protobuf message: tags, lengths, and what may be skipped. It copies nothing.
 * Every method throws WireError on bytes that are no protobuf.
 */
export class Cursor {
  at: number;
  /** Number of the last tag read. */
  field = 0;
  /** Wire type of the last tag read, 0 to 7. */
  wire = 0;

  constructor(
    readonly bytes: Uint8Array,
    start = 0,
    readonly end = bytes.length,
  ) {
    this.at = start;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** A varint of at most ten bytes and 64 bits. Above 2^53 the result is rounded: compare, don't compute. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) throw new WireError("unexpected end of bytes");
      const byte = this.bytes[this.at++] ?? 0;
      if (i === 9 && byte > 1) throw new WireError("a varint is longer than 64 bits");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new WireError("a varint is longer than 64 bits");
  }

  /** Reads a tag into `field` and `wire`. */
  tag(): void {
    const tag = this.varint();
    const field = Math.floor(tag / 8);
    if (field < 1 || field > MAX_FIELD) throw new WireError("invalid field number");
    this.field = field;
    this.wire = tag % 8;
  }

  /** Reads a length and returns where the content that it announces ends. */
  content(): number {
    const length = this.varint();
    if (length > this.end - this.at) throw new WireError("unexpected end of bytes");
    return this.at + length;
  }

  /** Skips the value of the tag just read. */
  skip(): void {
    if (this.wire === 3) this.#skipGroup();
    else this.#skipPlain();
  }

  #skipPlain(): void {
    switch (this.wire) {
      case 0:
        this.varint();
        return;
      case 1:
        this.#advance(8);
        return;
      case 2:
        this.at = this.content();
        return;
      case 5:
        this.#advance(4);
        return;
      default:
        throw new WireError(`wire type ${this.wire} cannot stand here`);
    }
  }

  #skipGroup(): void {
    const open = [this.field];
    while (open.length > 0) {
      this.tag();
      if (this.wire === 3) {
        open.push(this.field);
        if (open.length > MAX_GROUPS) throw new WireError("groups are nested too deep");
      } else if (this.wire === 4) {
        if (open.pop() !== this.field) throw new WireError("a group ends that was not open");
      } else {
        this.#skipPlain();
      }
    }
  }

  #advance(count: number): void {
    if (this.end - this.at < count) throw new WireError("unexpected end of bytes");
    this.at += count;
  }
}
