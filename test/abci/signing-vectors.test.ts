import { describe, expect, it } from "vitest";
import { type DecodedTx, decodeTx } from "../../src/abci/decode/decode-tx.js";
import { feePayerOf, signersOf } from "../../src/abci/decode/signers.js";
import { aminoSignBytes } from "../../src/abci/sign/amino.js";
import { directSignBytes } from "../../src/abci/sign/direct.js";
import { unpackPublicKey } from "../../src/abci/sign/public-key.js";
import { signatureData } from "../../src/abci/sign/signature-data.js";
import { signatureFault } from "../../src/abci/sign/verify.js";
import { registry } from "../../src/gen/registry.js";
import { ChainError } from "../../src/keeper/errors.js";
import { sdkErrors } from "../../src/keeper/sdk-errors.js";
import { sha256 } from "../../src/keeper/sha256.js";
import { aminoMessage } from "../../src/wire/amino-json.js";
import { WireError } from "../../src/wire/descriptor.js";
import { recode } from "../../src/wire/recode.js";
import { resolve } from "../support/ante-world.js";
import { holdsOddNumber } from "../support/number-texts.js";
import { fromHex, OWN_VECTORS, toHex, vector } from "../support/vectors.js";
import { SIGNING } from "./turned-round.js";

interface Signer {
  readonly address: string;
  readonly account_number: string;
  readonly sequence: string;
  readonly sign_doc_direct?: string;
  readonly sign_doc_amino?: string;
}

interface Entry {
  readonly type_url?: string;
  readonly type_urls?: readonly string[];
  readonly sample: string;
  readonly proto: string | readonly string[];
  readonly proto_canonical?: string | readonly string[];
  readonly amino_msg?: unknown;
  readonly amino_refused?: string;
  readonly tx: { readonly chain_id: string };
  readonly signers: readonly [Signer, ...Signer[]];
  readonly sign_doc_direct: string;
  readonly sign_doc_amino?: string;
  readonly tx_raw: Readonly<Record<string, string>>;
  readonly tx_hash: Readonly<Record<string, string>>;
}

const { entries } = vector("signing") as { readonly entries: readonly Entry[] };
const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];
const titleOf = (entry: Entry): string =>
  `${entry.type_url ?? entry.type_urls?.join(" ")} ${entry.sample}`;
const isOdd = ({ type_url, type_urls = [type_url ?? ""], proto }: Entry): boolean =>
  list(proto).some((hex, i) =>
    holdsOddNumber(resolve(type_urls[i] ?? "") ?? raise(), fromHex(hex)),
  );
const accepted = entries.filter((entry) => !isOdd(entry));
const named = accepted.map((entry) => [titleOf(entry), entry] as const);

const transactions = (entry: Entry): readonly (readonly [mode: string, tx: DecodedTx])[] =>
  Object.entries(entry.tx_raw).map(
    ([mode, hex]) => [mode, decodeTx(fromHex(hex), resolve)] as const,
  );

const signerData = (entry: Entry, { address, account_number, sequence }: Signer) => ({
  address,
  chainId: entry.tx.chain_id,
  accountNumber: BigInt(account_number),
  sequence: BigInt(sequence),
});

const directTx = (entry: Entry): DecodedTx => decodeTx(fromHex(entry.tx_raw.direct ?? ""), resolve);

describe("[D-TX-01] signed transactions, by the vectors", () => {
  it.each(named)("decode, name their signers and have their hash: %s", (_, entry) => {
    const txs = transactions(entry);
    expect(txs.map(([mode]) => mode)).toContain("direct");
    for (const [mode, tx] of txs) {
      expect(toHex(sha256(tx.bytes)).toUpperCase()).toBe(entry.tx_hash[mode]);
      expect(signersOf(tx, "verana")).toEqual(entry.signers.map(({ address }) => address));
      const urls = tx.messages.map(({ typeUrl }) => typeUrl);
      expect(urls).toEqual(entry.type_urls ?? [entry.type_url]);
      const canonical = tx.body.messages.map((any, i) =>
        toHex(recode(tx.messages[i]?.type ?? raise(), any.value, registry)),
      );
      expect(canonical).toEqual(list(entry.proto_canonical ?? entry.proto));
    }
  });

  it.each(named)("sign these documents: %s", (_, entry) => {
    const tx = directTx(entry);
    for (const [i, signer] of entry.signers.entries()) {
      const data = signerData(entry, signer);
      const direct = i === 0 ? entry.sign_doc_direct : signer.sign_doc_direct;
      const amino = i === 0 ? entry.sign_doc_amino : signer.sign_doc_amino;
      expect(toHex(directSignBytes(tx, data))).toBe(direct);
      if (amino === undefined) expect(() => aminoSignBytes(tx, data, resolve)).toThrow(WireError);
      else expect(toHex(aminoSignBytes(tx, data, resolve))).toBe(amino);
    }
    if (entry.amino_refused !== undefined) expect(entry.sign_doc_amino).toBeUndefined();
  });

  it.each(named)("print amino JSON of their messages: %s", (_, entry) => {
    if (entry.amino_refused !== undefined) return;
    const printed = directTx(entry).messages.map(({ type, value }) =>
      aminoMessage(type, value, resolve),
    );
    expect(printed.map((text) => JSON.parse(text) as unknown)).toEqual(
      entry.type_urls === undefined ? [entry.amino_msg] : entry.amino_msg,
    );
  });

  it.each(named)("verify, and not under another chain, number or signature: %s", (_, entry) => {
    for (const [, tx] of transactions(entry)) {
      const feePayer = feePayerOf(tx, "verana", signersOf(tx, "verana"));
      for (const [i, signer] of entry.signers.entries()) {
        const info = tx.authInfo.signerInfos[i] ?? raise();
        const key = unpackPublicKey(info.publicKey ?? raise());
        const data = signatureData(info.modeInfo, tx.signatures[i] ?? raise()) ?? raise();
        const right = { tx, signer: signerData(entry, signer), key, data, feePayer, resolve };
        expect(signatureFault(right)).toBeUndefined();
        const elsewhere = { ...right.signer, chainId: `${entry.tx.chain_id}0` };
        expect(signatureFault({ ...right, signer: elsewhere })).toBeDefined();
      }
    }
  });
});

describe("[D-TX-02] number texts of another form", () => {
  const odd = entries.filter(isOdd).map((entry) => [titleOf(entry), entry] as const);

  it.runIf(OWN_VECTORS)("stand in these vectors", () => {
    expect(odd.map(([title]) => title).sort()).toEqual([...SIGNING].sort());
  });

  it.each(odd)("do not decode: %s", (_, entry) => {
    for (const hex of Object.values(entry.tx_raw)) {
      expect(() => decodeTx(fromHex(hex), resolve)).toThrow(ChainError);
      expect(() => decodeTx(fromHex(hex), resolve)).toThrow(sdkErrors.txDecode.text);
    }
  });
});

function raise(): never {
  throw new Error("the vector is not complete");
}
