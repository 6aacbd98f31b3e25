import { describe, expect, it } from "vitest";
import { compose } from "../../src/abci/compose.js";
import { decodeTx } from "../../src/abci/decode/decode-tx.js";
import { packPublicKey } from "../../src/abci/sign/public-key.js";
import { ChainError } from "../../src/keeper/errors.js";
import { AnteWorld, CHAIN, resolve } from "../support/ante-world.js";
import { decidedVerdict } from "../support/decided-verdicts.js";
import { fromHex, OWN_VECTORS, vector } from "../support/vectors.js";
import { OWN_STATELESS } from "./own-stateless.js";
import { TX_REJECT } from "./turned-round.js";

interface Entry {
  readonly group: string;
  readonly name: string;
  readonly tx_raw: string;
  readonly decode: { readonly ok: boolean };
  readonly checktx: { readonly code: number; readonly codespace?: string };
}

interface Vectors {
  readonly meta: {
    readonly genesis_accounts: readonly {
      readonly index: number;
      readonly address: string;
      readonly account_number: string;
      readonly sequence: string;
      readonly pubkey_on_chain: boolean;
    }[];
    readonly keys: readonly { readonly index: number; readonly pubkey: string }[];
  };
  readonly entries: readonly Entry[];
}

const { meta, entries } = vector("tx-reject") as Vectors;
const titleOf = ({ group, name }: Entry): string => `${group}: ${name}`;

function genesis(): AnteWorld {
  const world = new AnteWorld();
  for (const {
    index,
    address,
    account_number,
    sequence,
    pubkey_on_chain,
  } of meta.genesis_accounts) {
    const pubkey = meta.keys.find((key) => key.index === index)?.pubkey ?? "";
    const key = pubkey_on_chain
      ? packPublicKey({ kind: "secp256k1", key: fromHex(pubkey) })
      : undefined;
    world.fund(address, BigInt(account_number), BigInt(sequence), key);
  }
  return world;
}

function decodes(bytes: Uint8Array): boolean {
  try {
    decodeTx(bytes, resolve);
    return true;
  } catch (error) {
    if (error instanceof ChainError && error.kind.codespace === "sdk" && error.kind.code === 2)
      return false;
    throw error;
  }
}

const { router } = compose(CHAIN);

const decided = (entry: Entry) => decidedVerdict(fromHex(entry.tx_raw), entry);

/** Code and codespace that CheckTx must answer. */
function verdict(entry: Entry) {
  const { code, codespace = "" } = decided(entry) ?? entry.checktx;
  return { code, codespace };
}

/** Whether the messages' own checks, before the ante stage, refuse. */
function ownChecksRefuse(entry: Entry): boolean {
  if (!decodes(fromHex(entry.tx_raw))) return false;
  const { messages } = decodeTx(fromHex(entry.tx_raw), resolve);
  try {
    for (const { typeUrl, value } of messages) router.find(typeUrl)?.parse(value);
    return false;
  } catch (error) {
    if (error instanceof ChainError) return true;
    throw error;
  }
}

describe("[D-TX-01] the decoder, by the vectors of well- and malformed transactions", () => {
  it.each(entries.map((entry) => [titleOf(entry), entry] as const))("%s", (_, entry) => {
    expect(decodes(fromHex(entry.tx_raw))).toBe(decided(entry)?.decode ?? entry.decode.ok);
  });
});

describe("[D-TX-07] CheckTx, by the same vectors", () => {
  it.each(entries.map((entry) => [titleOf(entry), entry] as const))("%s", (_, entry) => {
    // Its code is the module's.
    if (ownChecksRefuse(entry)) return expect(entry.checktx.code).not.toBe(0);
    const world = genesis();
    const before = [...world.accounts.values()];
    const { code, codespace, log } = world.run(fromHex(entry.tx_raw));
    expect({ code, codespace }, log).toEqual(verdict(entry));
    if (code !== 0) expect([...world.accounts.values()]).toEqual(before);
  });
});

describe("[D-TX-07] a registry message's own checks, by the same vectors", () => {
  it.runIf(OWN_VECTORS).each(Object.entries(OWN_STATELESS))("%s", (title, codespace) => {
    const entry = entries.find((other) => titleOf(other) === title);
    if (entry === undefined) throw new Error("no such vector");
    expect(entry.checktx.code).not.toBe(0);
    const { messages } = decodeTx(fromHex(entry.tx_raw), resolve);
    const parse = () => {
      for (const { typeUrl, value } of messages) router.find(typeUrl)?.parse(value);
    };
    expect(parse).toThrow(
      expect.objectContaining({ kind: expect.objectContaining({ codespace }) }),
    );
  });
});

describe("the list of verdicts that decisions turn round", () => {
  it.runIf(OWN_VECTORS)("names all vectors whose content a decision is about, and no other", () => {
    const turned = entries.flatMap((entry) => {
      const other = decided(entry);
      return other === undefined ? [] : [[titleOf(entry), other] as const];
    });
    expect(Object.fromEntries(turned)).toEqual(TX_REJECT);
  });
});
