import { MsgCreateValidator } from "../gen/cosmos/staking/v1beta1.js";
import { AuthInfo, Tx, TxBody, TxRaw } from "../gen/cosmos/tx/v1beta1.js";
import { registry } from "../gen/registry.js";
import type { WriteContext } from "../keeper/context.js";
import type { Json } from "../keeper/query.js";
import { fromJson, JsonError } from "../wire/proto-json-read.js";
import type { Composition } from "./compose.js";
import { TxDecoder } from "./decode/tx-decoder.js";
import { silent } from "./logger.js";
import { TxRunner } from "./run-tx.js";
import { nobleSecp256k1 } from "./sign/secp256k1.js";

/** Section of the genesis that holds the transactions of its validators. */
export const GENUTIL = "genutil";

/** The section of a chain without such transactions, as an export has it. */
export const NO_GEN_TXS: Json = { gen_txs: [] };

/** Whether a genesis stakes for validators of its own, so that its document need name none. */
export function stakesForValidators(appState: unknown): boolean {
  return isFilled(appState, GENUTIL, "gen_txs") || isFilled(appState, "staking", "validators");
}

function isFilled(appState: unknown, section: string, list: string): boolean {
  const found: unknown = Object(Object(appState)[section])[list];
  return Array.isArray(found) && found.length > 0;
}

/**
 * Carries out the transactions of section `genutil`, each of which makes a validator. Their signatures
 * name account 0 whatever the account's number is, as Cosmos SDK has it at height 0. Throws with the
 * place and the reason.
 */
export function deliverGenTxs(ctx: WriteContext, composition: Composition, section: Json): void {
  const { router, antePorts } = composition;
  const runner = new TxRunner(
    new TxDecoder((url) => registry.byUrl(url)),
    router,
    { ...antePorts, curve: nobleSecp256k1 },
    silent,
  );
  const ground = { stores: ctx.stores, chain: ctx.chain, height: 0n, blockTime: ctx.blockTime };
  for (const [index, json] of genTxsOf(section).entries()) {
    const bytes = genTxBytes(json, index);
    const { code, codespace, log } = runner.run(ground, bytes, "deliver");
    if (code !== 0) throw new Error(`gen_txs[${index}]: ${codespace} ${code}: ${log}`);
  }
}

function genTxsOf(section: Json): readonly Json[] {
  const isSection = typeof section === "object" && section !== null && !Array.isArray(section);
  const list = isSection ? ((section as { readonly gen_txs?: Json }).gen_txs ?? []) : undefined;
  if (!Array.isArray(list)) throw new Error("gen_txs must be a list of transactions");
  return list as readonly Json[];
}

/** Bytes of one transaction, which must carry nothing but one MsgCreateValidator. */
function genTxBytes(json: Json, index: number): Uint8Array {
  const { body, authInfo, signatures } = readTx(json, index);
  const types = body?.messages.map(({ typeUrl }) => typeUrl) ?? [];
  if (types.length !== 1 || types[0] !== MsgCreateValidator.typeUrl) {
    throw new Error(
      `gen_txs[${index}]: one MsgCreateValidator is expected, not ${types.join(", ")}`,
    );
  }
  return TxRaw.encode({
    bodyBytes: TxBody.encode(body ?? TxBody.create({})),
    authInfoBytes: AuthInfo.encode(authInfo ?? AuthInfo.create({})),
    signatures,
  });
}

function readTx(json: Json, index: number): Tx {
  try {
    return fromJson(Tx, json, registry);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new Error(`gen_txs[${index}]${error.path}: ${error.clause}`);
  }
}
