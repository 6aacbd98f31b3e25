import { splitTime } from "../../wire/time.js";
import { Writer } from "../../wire/writer.js";

/** The protobuf wrapper values that CometBFT hashes header fields as. A zero value is no bytes. */

/** BytesValue: field 1, length delimited. */
export function wrapBytes(value: Uint8Array): Uint8Array {
  return value.length === 0 ? value : new Writer().uint32(10).bytesValue(value).finish();
}

/** StringValue of `text`. */
export function wrapText(text: string): Uint8Array {
  return text === "" ? new Uint8Array() : new Writer().uint32(10).string(text).finish();
}

/** Int64Value: field 1, varint. */
export function wrapInt(value: bigint): Uint8Array {
  return value === 0n ? new Uint8Array() : new Writer().uint32(8).int64(value).finish();
}

/** google.protobuf.Timestamp of nanoseconds since the Unix epoch. */
export function wrapTime(time: bigint): Uint8Array {
  const [seconds, nanos] = splitTime(time);
  const writer = new Writer();
  if (seconds !== 0n) writer.uint32(8).int64(seconds);
  if (nanos !== 0) writer.uint32(16).uint32(nanos);
  return writer.finish();
}
