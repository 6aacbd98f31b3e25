import { publicKeyAddress } from "../../abci/sign/public-key.js";
import { addressText, decodeBech32 } from "../../keeper/addresses.js";
import { CliError } from "../failure.js";
import type { Keyring } from "./keyring.js";
import { publicKeyOf } from "./public-key-json.js";

/** The address for the name of a key; any other text as it is. An address needs no keyring. */
export async function keyAddress(keyring: Keyring, text: string): Promise<string> {
  if (decodeBech32(text) !== undefined) return text;
  return (await keyring.find(text))?.address ?? text;
}

/** Reads what people write for addresses: names of keys, addresses, public keys of validators. */
export function addressReader(keyring: () => Keyring, prefix: string) {
  return {
    address: (text: string) => keyAddress(keyring(), text),
    operator: (text: string) => keyOperator(keyring(), text),
    consensus: (text: string) => consensusAddress(prefix, text),
  };
}

/** The operator's address for the name of a key or an account's address; any other text as it is. */
export async function keyOperator(keyring: Keyring, text: string): Promise<string> {
  const found = decodeBech32(await keyAddress(keyring, text));
  if (found === undefined || found.prefix.endsWith("valoper")) return text;
  return addressText(`${found.prefix}valoper`, found.bytes);
}

/** The same for a transaction, which would cost its fee for nobody. Throws CliError where it names none. */
export async function knownOperator(keyring: Keyring, text: string): Promise<string> {
  const operator = await keyOperator(keyring, text);
  if (decodeBech32(operator) !== undefined) return operator;
  throw new CliError(`${text} is neither a key nor the address of a validator's operator`);
}

/** The consensus address of a public key in JSON, as `comet show-validator` prints it; any other text as it is. */
function consensusAddress(prefix: string, text: string): string {
  if (!text.startsWith("{")) return text;
  return addressText(`${prefix}valcons`, publicKeyAddress(publicKeyOf(text)));
}
