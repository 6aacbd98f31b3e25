import type { Command } from "commander";
import { Chain } from "../chain/chain.js";
import { CliError } from "../failure.js";
import type { Keyring, NamedKey } from "../keyring/keyring.js";
import { flagsOf, type Surroundings, surroundings } from "../options.js";
import { type TxFlags, txFlagsSchema } from "./flags.js";

/** What a transaction command works with. */
export interface TxSession {
  readonly surroundings: Surroundings;
  readonly flags: TxFlags;
  readonly chain: Chain;
  readonly keyring: Keyring;
  /** Address of the account that signs. */
  readonly from: string;
  /** The signing key. Throws CliError where the keyring has none for the account. */
  key(): Promise<NamedKey>;
  /** Account address of a key name or an address. */
  address(nameOrAddress: string): Promise<string>;
}

/** Who signs, by name of the key or address: where `--from` does not say, or whatever it says. */
export type SignerChoice = string | { readonly always: string };

/** Opens what a transaction command works with. */
export async function txSession(command: Command, signer?: SignerChoice): Promise<TxSession> {
  const around = surroundings(command);
  const flags = flagsOf(command, txFlagsSchema);
  const keyring = around.keyring();
  const given = signerOf(flags, signer) ?? (around.client["keyring-default-keyname"] || undefined);
  if (given === undefined) throw new CliError("--from is missing: the key that signs");
  // An unsigned transaction needs no key.
  const address = flags.generateOnly
    ? await keyring.addressOf(given)
    : (await keyring.load(given)).address;
  return {
    surroundings: around,
    flags: {
      ...flags,
      feeGranter: flags.feeGranter === "" ? "" : await keyring.addressOf(flags.feeGranter),
      feePayer: flags.feePayer === "" ? "" : await keyring.addressOf(flags.feePayer),
    },
    chain: new Chain(around.node),
    keyring,
    from: address,
    key: () => keyring.signing(given),
    address: (text) => keyring.addressOf(text),
  };
}

function signerOf({ from }: TxFlags, signer: SignerChoice | undefined): string | undefined {
  return typeof signer === "object" ? signer.always : (from ?? signer);
}
