import type { Command } from "commander";
import { parseAccount } from "../../keeper/addresses.js";
import { Chain } from "../chain/chain.js";
import { CliError } from "../failure.js";
import type { NamedKey, TestKeyring } from "../keyring/keyring.js";
import { flagsOf, type Surroundings, surroundings } from "../options.js";
import { type TxFlags, txFlagsSchema } from "./flags.js";

/** What a transaction command works with. */
export interface TxSession {
  readonly surroundings: Surroundings;
  readonly flags: TxFlags;
  readonly chain: Chain;
  readonly keyring: TestKeyring;
  /** Address of the account that signs. */
  readonly from: string;
  /** The signing key. Throws CliError where the keyring has none for the account. */
  key(): NamedKey;
  /** Account address of a key name or an address. */
  address(nameOrAddress: string): string;
}

/** Opens what a transaction command works with; `from` stands in where `--from` is not given. */
export function txSession(command: Command, from?: string): TxSession {
  const around = surroundings(command);
  const flags = flagsOf(command, txFlagsSchema);
  const keyring = around.keyring();
  const given = flags.from ?? from;
  if (given === undefined) throw new CliError("--from is missing: the key that signs");
  // An unsigned transaction needs no key.
  const address = flags.generateOnly
    ? (parseAccount(around.client["bech32-prefix"], given) ?? keyring.addressOf(given))
    : keyring.load(given).address;
  return {
    surroundings: around,
    flags,
    chain: new Chain(around.node),
    keyring,
    from: address,
    key: () => keyring.load(given),
    address: (text) => keyring.addressOf(text),
  };
}
