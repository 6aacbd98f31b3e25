import { Buffer } from "node:buffer";
import { z } from "zod";
import { PubKey as Ed25519 } from "../gen/cosmos/crypto/ed25519.js";
import { PubKey as Secp256k1 } from "../gen/cosmos/crypto/secp256k1.js";
import { registry } from "../gen/registry.js";
import { Block, BlockID, Header } from "../gen/tendermint/types.js";
import type { Any, MessageType } from "../wire/descriptor.js";
import { fromJson, JsonError } from "../wire/proto-json-read.js";
import { type GatewayError, refused } from "./errors.js";
import { type RpcClient, type RpcParams, RpcRefusal } from "./rpc-client.js";

/** Readers of what CometBFT's RPC prints, as the messages that a gRPC gateway shows. */

export const hexBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
export const base64Bytes = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text, "base64"));
export const upperHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString("hex").toUpperCase();
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** A number of 64 bits, as text. */
export const int64 = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform(BigInt);

/** A text of hex digits. */
export const hex = z
  .string()
  .regex(/^(?:[0-9a-fA-F]{2})*$/)
  .transform(hexBytes);

/**
 * Asks the engine and reads its answer by `schema`. What the engine refuses is passed to `refusal`;
 * an answer of another form is an Internal error.
 */
export async function askRpc<T extends z.ZodType>(
  rpc: RpcClient,
  method: string,
  params: RpcParams,
  schema: T,
  refusal: (message: string) => GatewayError = (message) => refused("Internal", message),
): Promise<z.output<T>> {
  let result: unknown;
  try {
    result = await rpc.call(method, params);
  } catch (error) {
    if (error instanceof RpcRefusal) throw refusal(error.message);
    throw error;
  }
  const read = schema.safeParse(result);
  if (read.success) return read.data;
  throw refused("Internal", `the engine's answer to ${method} has another form`);
}

/** Names that the RPC prints in another way than the protobuf definitions. */
const RENAMED: Readonly<Record<string, string>> = {
  parts: "part_set_header",
  TotalVotingPower: "total_voting_power",
  ValidatorPower: "validator_power",
  Timestamp: "timestamp",
};
const HEX_FIELD = /(?:^|_)(?:hash|address)$/;
const DUPLICATE_VOTE = "tendermint/DuplicateVoteEvidence";

/** The RPC's JSON of blocks and headers in the form of proto3 JSON. */
function protoShape(value: unknown, name = ""): unknown {
  if (typeof value === "string") return HEX_FIELD.test(name) ? base64(hexBytes(value)) : value;
  if (Array.isArray(value)) return value.map((item) => protoShape(item, name));
  if (typeof value !== "object" || value === null) return value;
  const tagged = new Map(Object.entries(value));
  if (tagged.get("type") === DUPLICATE_VOTE) {
    return { duplicate_vote_evidence: protoShape(tagged.get("value")) };
  }
  return Object.fromEntries(
    [...tagged].map(([key, item]) => [RENAMED[key] ?? key, protoShape(item, key)]),
  );
}

/** A member of an RPC answer that is a message of the type. */
function message<T>(type: MessageType<T>) {
  return z.unknown().transform((value, ctx): T => {
    try {
      return fromJson(type, protoShape(value), registry);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      ctx.addIssue({ code: "custom", message: error.message });
      return z.NEVER;
    }
  });
}

/** An answer of `block`. */
export const blockAnswer = z.object({ block_id: message(BlockID), block: message(Block) });

/** An answer of `header`. */
export const headerAnswer = z.object({ header: message(Header) });

const KEY_TYPES: Readonly<
  Record<string, { readonly typeUrl: string; pack(key: Uint8Array): Uint8Array }>
> = {
  "tendermint/PubKeyEd25519": { typeUrl: Ed25519.typeUrl, pack: (key) => Ed25519.encode({ key }) },
  "tendermint/PubKeySecp256k1": {
    typeUrl: Secp256k1.typeUrl,
    pack: (key) => Secp256k1.encode({ key }),
  },
};

const publicKey = z
  .object({ type: z.string(), value: z.string() })
  .transform(({ type, value }): Any | undefined => {
    const known = KEY_TYPES[type];
    return known && { typeUrl: known.typeUrl, value: known.pack(base64Bytes(value)) };
  });

/** An answer of `validators`. */
export const validatorsAnswer = z.object({
  block_height: int64,
  validators: z.array(
    z.object({ address: hex, pub_key: publicKey, voting_power: int64, proposer_priority: int64 }),
  ),
  total: int64,
});

const nodeInfo = z.object({
  protocol_version: z.object({ p2p: int64, block: int64, app: int64.default(0n) }),
  id: z.string(),
  listen_addr: z.string(),
  network: z.string(),
  version: z.string(),
  channels: hex,
  moniker: z.string(),
  other: z.object({ tx_index: z.string(), rpc_address: z.string() }),
});

const syncInfo = z.object({
  latest_app_hash: z.string(),
  latest_block_height: int64,
  latest_block_time: z.string(),
  catching_up: z.boolean(),
});

/** An answer of `status`. */
export const statusAnswer = z.object({ node_info: nodeInfo, sync_info: syncInfo });
