import { describe, expect, it } from "vitest";
import { decodeTx } from "../../src/abci/decode/decode-tx.js";
import { aminoSignBytes } from "../../src/abci/sign/amino.js";
import {
  aminoKeyBytes,
  checkPublicKey,
  packPublicKey,
  publicKeyAddress,
  unpackPublicKey,
} from "../../src/abci/sign/public-key.js";
import { signatureData } from "../../src/abci/sign/signature-data.js";
import { signatureFault } from "../../src/abci/sign/verify.js";
import { addressText } from "../../src/keeper/addresses.js";
import { ChainError } from "../../src/keeper/errors.js";
import { AnteWorld, CHAIN, resolve } from "../support/ante-world.js";
import { decidedVerdict } from "../support/decided-verdicts.js";
import { fromHex, OWN_VECTORS, toHex, vector } from "../support/vectors.js";
import { MULTISIG } from "./turned-round.js";

interface Verdict {
  readonly ok: boolean;
  readonly code?: number;
  readonly codespace?: string;
}

interface Entry {
  readonly name: string;
  readonly pubkey_proto: string;
  readonly pubkey_amino: string;
  readonly address: string;
  readonly account_number: string;
  readonly sequence: string;
  readonly sign_doc_amino?: string;
  readonly tx_raw: string;
  readonly decode: Verdict;
  readonly verify: Verdict;
  readonly checktx: Verdict;
}

const { entries } = vector("multisig") as { readonly entries: readonly Entry[] };
const LEGACY = "/cosmos.crypto.multisig.LegacyAminoPubKey";
const named = entries.map((entry) => [entry.name, entry] as const);
const keyOf = (entry: Entry) =>
  unpackPublicKey({ typeUrl: LEGACY, value: fromHex(entry.pubkey_proto) });

const decided = (entry: Entry) => decidedVerdict(fromHex(entry.tx_raw), entry);

/** Sequence that the transaction claims, which is the one it signs. */
const claimed = (entry: Entry) => {
  const tx = decodeTx(fromHex(entry.tx_raw), resolve);
  return { tx, sequence: tx.authInfo.signerInfos[0]?.sequence ?? 0n };
};

/** What the signatures alone come to: key, signature data, then the signatures. */
function verifies(entry: Entry): boolean {
  const { tx, sequence } = claimed(entry);
  const key = keyOf(entry);
  const accountNumber = BigInt(entry.account_number);
  const signer = { address: entry.address, chainId: CHAIN.chainId, accountNumber, sequence };
  try {
    checkPublicKey(key);
    const data = signatureData(
      tx.authInfo.signerInfos[0]?.modeInfo,
      tx.signatures[0] ?? new Uint8Array(),
    );
    return (
      data !== undefined &&
      signatureFault({ tx, signer, key, data, feePayer: entry.address, resolve }) === undefined
    );
  } catch (error) {
    if (error instanceof ChainError) return false;
    throw error;
  }
}

describe("multisig keys, by the vectors", () => {
  it.each(named)("%s", (_, entry) => {
    const key = keyOf(entry);
    expect(toHex(packPublicKey(key).value)).toBe(entry.pubkey_proto);
    expect(toHex(aminoKeyBytes(key))).toBe(entry.pubkey_amino);
    expect(addressText("verana", publicKeyAddress(key))).toBe(entry.address);
  });
});

describe("multisignatures, by the vectors", () => {
  it.each(named)("%s", (_, entry) => {
    expect(claimed(entry).tx.messages).toHaveLength(1);
    const isTurned = decided(entry)?.decision === "D-TX-02";
    expect(verifies(entry)).toBe(isTurned ? false : entry.verify.ok);
  });

  it.each(named.filter(([, { sign_doc_amino }]) => sign_doc_amino !== undefined))(
    "every member signs the account's document: %s",
    (_, entry) => {
      const { tx, sequence } = claimed(entry);
      const accountNumber = BigInt(entry.account_number);
      const { address } = entry;
      const doc = Buffer.from(entry.sign_doc_amino ?? "", "hex").toString("utf8");
      const { chain_id: chainId } = JSON.parse(doc) as { readonly chain_id: string };
      const signer = { address, chainId, accountNumber, sequence };
      expect(toHex(aminoSignBytes(tx, signer, resolve))).toBe(entry.sign_doc_amino);
    },
  );
});

describe("[D-TX-02] [D-TX-03] multisigs in CheckTx, by the vectors", () => {
  it.each(named)("%s", (_, entry) => {
    const world = new AnteWorld();
    world.fund(entry.address, BigInt(entry.account_number), BigInt(entry.sequence));
    const { code, codespace, log } = world.run(fromHex(entry.tx_raw));
    const { code: wanted, codespace: space = "" } = decided(entry) ?? entry.checktx;
    expect({ code, codespace }, log).toEqual({ code: wanted, codespace: space });
  });

  it.runIf(OWN_VECTORS)("lists all vectors whose content a decision is about, and no other", () => {
    const turned = entries.flatMap((entry) => {
      const other = decided(entry);
      return other === undefined ? [] : [[entry.name, other] as const];
    });
    expect(Object.fromEntries(turned)).toEqual(MULTISIG);
  });
});
