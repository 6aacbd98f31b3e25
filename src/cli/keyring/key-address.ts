import { decodeBech32 } from "../../keeper/addresses.js";
import type { Keyring } from "./keyring.js";

/** The address for the name of a key; any other text as it is. An address needs no keyring. */
export async function keyAddress(keyring: Keyring, text: string): Promise<string> {
  if (decodeBech32(text) !== undefined) return text;
  return (await keyring.find(text))?.address ?? text;
}
