import { packPublicKey } from "../../abci/sign/public-key.js";
import { anyJson } from "../chain/tx-answer.js";
import type { StoredKey } from "./keyring.js";

/** What may be told of a key. */
export type PublicFacts = Pick<StoredKey, "name" | "kind" | "address" | "publicKey">;

/** A key as one object, its public key as JSON in a text. */
export function keyJson(key: PublicFacts) {
  const { name, kind: type, address } = key;
  return { name, type, address, pubkey: publicKeyText(key) };
}

/** A key as a list item of YAML. */
export function keyText(key: PublicFacts): string {
  const { address, name, kind } = key;
  const shown = /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
  return [
    `- address: ${address}`,
    `  name: ${shown}`,
    `  pubkey: '${publicKeyText(key)}'`,
    `  type: ${kind}`,
    "",
  ].join("\n");
}

/** Protobuf JSON of the public key on one line. */
export function publicKeyText({ publicKey }: Pick<PublicFacts, "publicKey">): string {
  return JSON.stringify(anyJson(packPublicKey(publicKey)));
}
