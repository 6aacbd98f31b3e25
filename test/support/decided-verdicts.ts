import { splitTxRaw } from "../../src/abci/decode/tx-raw.js";
import { LegacyAminoPubKey } from "../../src/gen/cosmos/crypto/multisig.js";
import { PubKey } from "../../src/gen/cosmos/crypto/secp256k1.js";
import {
  AuthInfo,
  type ModeInfo,
  type SignerInfo,
  TxBody,
} from "../../src/gen/cosmos/tx/v1beta1.js";
import { MsgStoreDigest } from "../../src/gen/verana/di/v1.js";
import { parseAddress } from "../../src/keeper/addresses.js";
import type { Any } from "../../src/wire/descriptor.js";
import { holdsOddNumber } from "./number-texts.js";

/** What a decision says of a transaction that the reference takes, or that ends it. */
export interface Decided {
  readonly decision: "D-TX-02" | "D-TX-03" | "D-DI-02";
  /** Whether the decoder takes it. */
  readonly decode: boolean;
  readonly codespace: string;
  readonly code: number;
}

/** The reference's verdict on a transaction. */
export interface Recorded {
  readonly decode: { readonly ok: boolean };
  readonly checktx: { readonly code?: number };
}

const PANIC = 111222;
const FIXED = { codespace: "sdk", decode: true } as const;

/** [D-DI-02] Texts that need not be the digest of a web resource. */
const TAKEN: Decided = { decision: "D-DI-02", decode: true, codespace: "", code: 0 };

/**
 * The verdict that D-TX-02, D-TX-03 or D-DI-02 puts in place of the reference's, by what stands in the
 * transaction; undefined where the reference's own holds.
 */
export function decidedVerdict(bytes: Uint8Array, recorded: Recorded): Decided | undefined {
  if (!recorded.decode.ok) return undefined;
  const panics = recorded.checktx.code === PANIC;
  const decision = panics ? "D-TX-03" : "D-TX-02";
  const { bodyBytes, authInfoBytes } = splitTxRaw(bytes);
  if (holdsOddNumber(TxBody, bodyBytes) || holdsOddNumber(AuthInfo, authInfoBytes)) {
    return { decision, codespace: "sdk", decode: false, code: 2 };
  }
  if (recorded.checktx.code === 18 && storesVisibleDigests(TxBody.decode(bodyBytes))) return TAKEN;
  const authInfo = AuthInfo.decode(authInfoBytes);
  if (panics) return { ...FIXED, decision, code: brokenRule(authInfo) };
  const accident = recorded.checktx.code === 0 && authInfo.signerInfos.some(isAccident);
  return accident ? { ...FIXED, decision, code: 4 } : undefined;
}

/** Whether the messages do nothing but store digests of 1 to 256 visible characters. */
function storesVisibleDigests({ messages }: TxBody): boolean {
  const isVisible = ({ typeUrl, value }: Any) =>
    typeUrl === MsgStoreDigest.typeUrl &&
    /^[!-~]{1,256}$/.test(MsgStoreDigest.decode(value).digest);
  return messages.length > 0 && messages.every(isVisible);
}

/** [D-TX-03] Code of the rule whose breach ends the reference. */
function brokenRule({ fee, signerInfos }: AuthInfo): number {
  if (fee === undefined) return 13;
  if (fee.granter !== "" && typeof parseAddress("verana", fee.granter) !== "string") return 7;
  const keys = signerInfos.map(({ publicKey }) => publicKey);
  const isBad = (key: Any | undefined) => key === undefined || hasWrongLength(key);
  return keys.some(isBad) ? 8 : 4;
}

function hasWrongLength({ typeUrl, value }: Any): boolean {
  return typeUrl === PubKey.typeUrl && PubKey.decode(value).key.length !== 33;
}

/** [D-TX-02] A multisig key that nobody makes on purpose, or bits that name no member. */
function isAccident({ publicKey, modeInfo }: SignerInfo): boolean {
  if (publicKey?.typeUrl !== LegacyAminoPubKey.typeUrl) return false;
  return isOddKey(publicKey) || hasBitsPastEnd(publicKey, modeInfo);
}

function isOddKey({ typeUrl, value }: Any): boolean {
  if (typeUrl !== LegacyAminoPubKey.typeUrl) return false;
  const { threshold, publicKeys } = LegacyAminoPubKey.decode(value);
  const texts = publicKeys.map((key) => `${key.typeUrl} ${Buffer.from(key.value).toString("hex")}`);
  return threshold === 0 || new Set(texts).size < texts.length || publicKeys.some(isOddKey);
}

function hasBitsPastEnd(key: Any, mode: ModeInfo | undefined): boolean {
  if (key.typeUrl !== LegacyAminoPubKey.typeUrl || mode?.multi === undefined) return false;
  const { publicKeys } = LegacyAminoPubKey.decode(key.value);
  const bits = [...(mode.multi.bitarray?.elems ?? [])]
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("");
  if (bits.slice(publicKeys.length).includes("1")) return true;
  // A member's mode info stands at the place of its bit among those that are set.
  const set = [...bits].flatMap((bit, i) => (bit === "1" ? [i] : []));
  return set.some((member, place) => {
    const inner = publicKeys[member];
    return inner !== undefined && hasBitsPastEnd(inner, mode.multi?.modeInfos[place]);
  });
}
