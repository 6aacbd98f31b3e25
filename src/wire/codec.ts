import type { MessageType } from "./descriptor.js";
import { Reader } from "./reader.js";
import { Writer } from "./writer.js";

/** What generated code adds to a message type so that messages nest without copies. */
export interface Codec<T> extends MessageType<T> {
  /** Appends the fields of a value. */
  write(writer: Writer, value: T): void;
  /** Reads fields up to `end`, onto `base` when the field stood there before (proto3 merges). Throws WireError. */
  read(reader: Reader, end: number, base?: T): T;
}

/** The hand-written half of a generated message type. */
export type CodecBody<T> = Omit<
  Codec<T>,
  "typeUrl" | "encode" | "decode" | "signers" | "implements"
> &
  Partial<Pick<Codec<T>, "signers" | "implements">>;

/** Completes a generated message type. */
export function codec<T>(body: CodecBody<T>): Codec<T> {
  return {
    signers: [],
    implements: [],
    ...body,
    typeUrl: `/${body.name}`,
    encode(value) {
      const writer = new Writer();
      body.write(writer, value);
      return writer.finish();
    },
    decode(bytes) {
      return body.read(new Reader(bytes), bytes.length);
    },
  };
}
