/**
 * What generated code says of each protobuf message. Every face of a message (binary, proto3 JSON,
 * amino JSON, the strict walk over unknown fields) is driven by these tables.
 *
 * TypeScript shapes of field types:
 * - uint64, int64, fixed64 …: bigint · uint32, int32, enum: number (unknown enum numbers are kept)
 * - string, bool, bytes (Uint8Array)
 * - google.protobuf.Timestamp and Duration: bigint nanoseconds (since the Unix epoch for a Timestamp)
 * - google.protobuf.Any: {@link Any}
 * - custom number `int`: bigint; `dec`: bigint scaled by 10^18 (both are decimal text on the wire)
 * - an absent singular message, Timestamp, Duration, Any, custom number or oneof member: undefined, unless the field is
 *   marked `always`: then its zero value (Timestamp: the year 1); repeated: []
 */

/** A packed message: its type URL (`/verana.co.v1.MsgCreateCorporation`) and its bytes. */
export interface Any {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

export type ScalarKind =
  | "uint64"
  | "int64"
  | "sint64"
  | "fixed64"
  | "sfixed64"
  | "uint32"
  | "int32"
  | "sint32"
  | "fixed32"
  | "sfixed32"
  | "bool"
  | "string"
  | "bytes"
  | "double"
  | "float";

export type FieldKind = ScalarKind | "enum" | "message" | "timestamp" | "duration" | "any" | "map";

/** Annotations of legacy amino JSON, see docs/wire.md. */
export interface AminoFlags {
  /** amino.dont_omitempty: a zero value is printed. */
  readonly keep?: true;
  /** legacy_coins: a kept empty list prints `[]` instead of `null`. */
  readonly coins?: true;
  /** Printed under this name instead of the field's own. */
  readonly name?: string;
  /** Member of a oneof that prints as `{"type": wrap, "value": {field: …}}` under the oneof's CamelCase name. */
  readonly wrap?: string;
}

export interface FieldDescriptor {
  /** Field number. */
  readonly no: number;
  /** Name in the .proto file, snake_case. */
  readonly name: string;
  /** Property of the TypeScript value, camelCase. */
  readonly key: string;
  readonly kind: FieldKind;
  readonly repeated?: true;
  /** Message type of `message` fields (a function, so that types may refer to each other). */
  readonly message?: () => MessageType;
  /** Enum of `enum` fields. */
  readonly enum?: EnumType;
  /** Key and value of `map` fields. */
  readonly map?: { readonly key: FieldDescriptor; readonly value: FieldDescriptor };
  /** Name of the oneof that the field belongs to. */
  readonly oneof?: string;
  /** Numbers that travel as text. `dec-raw` prints the scaled integer in amino JSON. */
  readonly custom?: "int" | "dec" | "dec-raw";
  /** Encoded even when absent or zero (non-nullable in the reference); decodes to its zero value. */
  readonly always?: true;
  readonly amino?: AminoFlags;
  /** Interface that an Any must implement (`cosmos.group.v1.DecisionPolicy`). */
  readonly accepts?: string;
}

export interface EnumType {
  /** Full name, `verana.pp.v1.ParticipantRole`. */
  readonly name: string;
  readonly byName: Readonly<Record<string, number>>;
  readonly byNumber: Readonly<Record<number, string>>;
}

/** A message type: generated once for each message of `proto/`. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds types of every T; callers narrow by value
export interface MessageType<T = any> {
  /** Full name without slash, `verana.pp.v1.MsgCreateRootParticipant`. */
  readonly name: string;
  /** `/` + name. */
  readonly typeUrl: string;
  /** In ascending field number. */
  readonly fields: readonly FieldDescriptor[];
  /** Legacy amino name, where one is declared. */
  readonly aminoName?: string;
  /** How amino JSON frames the value: key types print as bare base64. */
  readonly aminoEncoding?: string;
  /** Keys of the signer fields, in order; empty for what is no transaction message. */
  readonly signers: readonly string[];
  /** Interfaces that this message implements, for Any fields with `accepts`. */
  readonly implements: readonly string[];
  encode(value: T): Uint8Array;
  /** Reads all that proto3 allows; unknown fields are skipped (the strict walk refuses them). Throws WireError. */
  decode(bytes: Uint8Array): T;
  /** A complete value: what `init` gives, zero values elsewhere. */
  create(init?: Partial<T>): T;
}

/** One rpc of a service. */
export interface MethodDescriptor {
  /** `/cosmos.bank.v1beta1.Query/Balance` */
  readonly path: string;
  readonly request: MessageType;
  readonly response: MessageType;
  /** `GET /cosmos/bank/v1beta1/balances/{address}/by_denom`, where the wire contract gives routes. */
  readonly http: readonly string[];
}

/**
 * Bytes that are no valid message. `message` is one short clause, for logs and refusals. `reason` tells a number text
 * that is refused (D-TX-02) from bytes that are malformed.
 */
export class WireError extends Error {
  override readonly name = "WireError";

  constructor(
    message: string,
    readonly reason: "malformed" | "number" = "malformed",
  ) {
    super(message);
  }
}
