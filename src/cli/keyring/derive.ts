import {
  Bip39,
  EnglishMnemonic,
  type HdPath,
  Slip10,
  Slip10Curve,
  stringToPath,
} from "@cosmjs/crypto";
import { CliError, messageOf } from "../failure.js";
import { type KeyPair, keyPair } from "./key-pair.js";

/** Which key of a phrase. */
export interface PathChoice {
  readonly coinType: number;
  readonly account: number;
  readonly index: number;
}

/** BIP-44 path of an account: `m/44'/118'/0'/0/0`. */
export function pathText({ coinType, account, index }: PathChoice): string {
  return `m/44'/${coinType}'/${account}'/0/${index}`;
}

/** A new phrase of 24 words. */
export function newPhrase(): string {
  return phraseOf(crypto.getRandomValues(new Uint8Array(32)));
}

/** The phrase of 32 bytes of entropy. */
export function phraseOf(entropy: Uint8Array): string {
  return Bip39.encode(entropy).toString();
}

/** The key of a phrase at a path. Throws CliError for a phrase or a path that is none. */
export async function deriveKey(phrase: string, path: string, password?: string): Promise<KeyPair> {
  const seed = await Bip39.mnemonicToSeed(mnemonic(phrase), password);
  const { privkey } = Slip10.derivePath(Slip10Curve.Secp256k1, seed, hdPath(path));
  return keyPair(privkey);
}

function mnemonic(phrase: string): EnglishMnemonic {
  try {
    return new EnglishMnemonic(phrase.trim().split(/\s+/).join(" "));
  } catch (error) {
    throw new CliError(`invalid mnemonic: ${messageOf(error)}`);
  }
}

function hdPath(path: string): HdPath {
  try {
    return stringToPath(path);
  } catch {
    throw new CliError(`invalid HD path ${path}; expected the form m/44'/118'/0'/0/0`);
  }
}
