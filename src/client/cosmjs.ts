import { type GeneratedType, Registry } from "@cosmjs/proto-signing";
import {
  type AccountParser,
  AminoTypes,
  accountFromAny,
  defaultRegistryTypes,
} from "@cosmjs/stargate";
import { BaseAccount } from "../gen/cosmos/auth/v1beta1.js";
import { PermanentLockedAccount } from "../gen/cosmos/vesting/v1beta1.js";
import { registry } from "../gen/registry.js";
import { aminoValue } from "../wire/amino-json.js";
import type { MessageType } from "../wire/descriptor.js";
import { type AminoJson, readAmino } from "./amino-read.js";

/**
 * What CosmJS needs to sign every message of this chain, direct and amino. Message values are those
 * of the generated types: camelCase, bigint for 64-bit numbers, nanoseconds for times.
 */

const messages = registry.types.filter((type) => type.signers.length > 0);

/** What this module uses of the codecs that CosmJS brings. */
interface CosmjsCodec {
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  fromPartial(object: unknown): unknown;
}

/** Fields of this chain's messages that CosmJS' codecs do not know, by type; all are flags. */
const LACKING: Readonly<Record<string, readonly string[]>> = {
  "/cosmos.gov.v1.MsgSubmitProposal": ["expedited"],
};

/** Types whose values CosmJS' own clients build in CosmJS' shape. */
const cosmjs = new Map(
  defaultRegistryTypes.map(([typeUrl, type]) => [
    typeUrl,
    withLacking(typeUrl, type as unknown as CosmjsCodec),
  ]),
);

/** CosmJS' codec, with the fields that it lacks. */
function withLacking(typeUrl: string, codec: CosmjsCodec): CosmjsCodec {
  const names = LACKING[typeUrl];
  const ours = registry.byUrl(typeUrl);
  if (names === undefined || ours === undefined) return codec;
  const flags = (value: unknown) => {
    const given = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(names.map((name) => [name, given[name] === true]));
  };
  return {
    // Encodings of parts, one behind the other, are the encoding of the whole.
    encode: (message) => ({
      finish: () =>
        Buffer.concat([codec.encode(message).finish(), ours.encode(ours.create(flags(message)))]),
    }),
    decode: (bytes) => ({ ...Object(codec.decode(bytes)), ...flags(ours.decode(bytes)) }),
    fromPartial: (value) => ({ ...Object(codec.fromPartial(value)), ...flags(value) }),
  };
}

/** A registry with CosmJS' own types and every other message of this chain. */
export function clientRegistry(): Registry {
  const ours = messages.filter(({ typeUrl }) => !cosmjs.has(typeUrl));
  const added = ours.map((type): [string, GeneratedType] => [type.typeUrl, generated(type)]);
  const theirs = [...cosmjs].map(([url, codec]) => [url, codec as unknown as GeneratedType]);
  return new Registry([...theirs, ...added] as [string, GeneratedType][]);
}

/** Amino converters for every message of this chain. */
export function clientAminoTypes(): AminoTypes {
  return new AminoTypes(
    Object.fromEntries(
      messages.map((type) => [
        type.typeUrl,
        {
          aminoType: type.aminoName ?? type.typeUrl,
          toAmino: (value: unknown) => toAmino(type, value),
          fromAmino: (json: AminoJson) => fromAmino(type, json),
        },
      ]),
    ),
  );
}

/**
 * Reads an account for CosmJS's client, as its option `accountParser`: also one that is locked for good,
 * which CosmJS does not know. Throws an Error for types that are no account of a signer.
 */
export const clientAccountParser: AccountParser = (any) => {
  if (any.typeUrl !== PermanentLockedAccount.typeUrl) return accountFromAny(any);
  const { baseVestingAccount } = PermanentLockedAccount.decode(any.value);
  const base = BaseAccount.create(baseVestingAccount?.baseAccount ?? {});
  return accountFromAny({ typeUrl: BaseAccount.typeUrl, value: BaseAccount.encode(base) });
};

function toAmino(type: MessageType, value: unknown): AminoJson {
  const theirs = cosmjs.get(type.typeUrl);
  const message =
    theirs === undefined
      ? type.create(value as Partial<unknown>)
      : type.decode(theirs.encode(theirs.fromPartial(value)).finish());
  return JSON.parse(aminoValue(type, message, (url) => registry.byUrl(url)));
}

function fromAmino(type: MessageType, json: AminoJson): unknown {
  const message = readAmino(type, json);
  return cosmjs.get(type.typeUrl)?.decode(type.encode(message)) ?? message;
}

/** A generated type in the shape that CosmJS' registry takes. */
function generated(type: MessageType): GeneratedType {
  const codec: CosmjsCodec = {
    encode: (message) => ({ finish: () => type.encode(message) }),
    decode: (bytes) => type.decode(bytes),
    fromPartial: (object) => type.create(object as Partial<unknown>),
  };
  return codec as unknown as GeneratedType;
}
