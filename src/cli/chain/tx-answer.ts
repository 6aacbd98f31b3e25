import { z } from "zod";
import { TxMsgData } from "../../gen/cosmos/base/abci/v1beta1.js";
import { Tx } from "../../gen/cosmos/tx/v1beta1.js";
import { registry } from "../../gen/registry.js";
import type { Any } from "../../wire/descriptor.js";
import type { Json, JsonObject } from "../../wire/proto-json.js";
import { toJson } from "../../wire/proto-json.js";
import type { Broadcast, Chain, IncludedTx } from "./chain.js";

/** What a broadcast was answered, in the SDK's shape. */
export function broadcastAnswer({ hash, code, codespace, log, data }: Broadcast): JsonObject {
  return {
    height: "0",
    txhash: hash,
    codespace,
    code,
    data: hexOf(data),
    raw_log: log,
    logs: [],
    info: "",
    gas_wanted: "0",
    gas_used: "0",
    tx: null,
    timestamp: "",
    events: [],
  };
}

/** A transaction in a block in the SDK's shape, with the answers of its messages beside it. */
export async function includedAnswer(chain: Chain, found: IncludedTx): Promise<JsonObject> {
  const { tx_result: result } = found;
  return {
    height: found.height,
    txhash: found.hash,
    codespace: result.codespace,
    code: result.code,
    data: hexOf(result.data),
    raw_log: result.log,
    logs: [],
    info: result.info,
    gas_wanted: result.gas_wanted,
    gas_used: result.gas_used,
    tx: anyJson({ typeUrl: Tx.typeUrl, value: Buffer.from(found.tx, "base64") }),
    timestamp: await chain.blockTime(found.height),
    events: result.events,
    msg_responses: msgResponses(result.data),
  };
}

/** What a person wants to know next: where the transaction is, what it made, what a proposal did. */
export function briefAnswer(answer: JsonObject): JsonObject {
  const { height, txhash, code, raw_log: log, msg_responses: responses, events = [] } = answer;
  const place = height === "0" ? {} : { height };
  const refusal = code === 0 ? {} : { code, raw_log: log };
  const made = Array.isArray(responses) ? responses.map(withoutType) : [];
  return { txhash, ...place, ...refusal, ...Object.assign({}, ...made), ...executionOf(events) };
}

/** What the execution of a group proposal came to: `success`, `not_run`, or `failure` and its log. */
function executionOf(events: Json): JsonObject {
  const executed = eventsSchema
    .safeParse(events)
    .data?.find(({ type }) => type === "cosmos.group.v1.EventExec");
  if (executed === undefined) return {};
  const value = (name: string) =>
    String(JSON.parse(executed.attributes.find(({ key }) => key === name)?.value ?? '""'));
  const execution = value("result").replace("PROPOSAL_EXECUTOR_RESULT_", "").toLowerCase();
  const log = value("logs");
  return log === "" ? { execution } : { execution, execution_log: log };
}

const eventsSchema = z.array(
  z.object({
    type: z.string(),
    attributes: z.array(z.object({ key: z.string(), value: z.string() })),
  }),
);

function withoutType({ "@type": _type, ...fields }: JsonObject): JsonObject {
  return fields;
}

function msgResponses(data: string | null | undefined): readonly JsonObject[] {
  if (data === null || data === undefined || data === "") return [];
  return TxMsgData.decode(Buffer.from(data, "base64")).msgResponses.map(anyJson);
}

/** A packed message as its fields beside `@type`. */
export function anyJson(any: Any): JsonObject {
  const type = registry.byUrl(any.typeUrl);
  if (type === undefined) return { "@type": any.typeUrl };
  return { "@type": any.typeUrl, ...toJson(type, type.decode(any.value), { registry }) };
}

function hexOf(base64: string | null | undefined): string {
  return Buffer.from(base64 ?? "", "base64")
    .toString("hex")
    .toUpperCase();
}
