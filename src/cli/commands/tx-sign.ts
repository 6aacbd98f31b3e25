import { Command } from "commander";
import { z } from "zod";
import type { SignerData } from "../../abci/sign/direct.js";
import { Query as Auth, type QueryAccountInfoResponse } from "../../gen/cosmos/auth/v1beta1.js";
import {
  type SignatureDescriptor,
  SignatureDescriptors,
} from "../../gen/cosmos/tx/signing/v1beta1.js";
import { registry } from "../../gen/registry.js";
import { toJson } from "../../wire/proto-json.js";
import { Chain } from "../chain/chain.js";
import { CliError } from "../failure.js";
import { flagsOf, surroundings } from "../options.js";
import { txFlags, txFlagsSchema } from "../tx/flags.js";
import { joinSignatures } from "../tx/multi-sign.js";
import {
  descriptorOf,
  signatureOver,
  signersOfTx,
  singleMode,
  withSignature,
  withSigner,
} from "../tx/sign-file.js";
import { printDocument, readMessageFile, readTxFile, txJson } from "../tx/tx-file.js";

const schema = txFlagsSchema.extend({
  multisig: z.string().optional(),
  overwrite: z.boolean().default(false),
  signatureOnly: z.boolean().default(false),
  skipSignatureVerification: z.boolean().default(false),
  outputDocument: z.string().optional(),
});

/** `tx sign` */
export function signCommand(): Command {
  const command = new Command("sign")
    .summary("sign a transaction that is in a file")
    .description(
      "Sign a transaction that --generate-only made. With --multisig it is signed for that account, " +
        "and the signature alone is printed, for tx multi-sign.",
    )
    .argument("<file>", "the transaction; - reads standard input")
    .option("--multisig <key>", "name or address of the multisig account")
    .option("--overwrite", "replace signatures that are there already")
    .option("--signature-only", "print the signature alone")
    .option("--output-document <file>", "write there instead of printing");
  return txFlags(command).action(async (file: string) => {
    const flags = flagsOf(command, schema);
    const { client, keyring: open } = surroundings(command);
    const keyring = open();
    const tx = readTxFile(file);
    const from = flags.from ?? client["keyring-default-keyname"];
    if (from === "") throw new CliError("--from is missing: the key that signs");
    const key = await keyring.signing(from);
    const account =
      flags.multisig === undefined ? key.address : await keyring.addressOf(flags.multisig);
    const signers = signersOfTx(tx, client["bech32-prefix"]);
    const place = signers.indexOf(account);
    if (place === -1) {
      throw new CliError(`${account} need not sign; those who must: ${signers.join(", ")}`);
    }
    const mode = flags.signMode ?? (flags.multisig === undefined ? "direct" : "amino-json");
    if (mode === "direct" && (signers.length > 1 || flags.multisig !== undefined)) {
      throw new CliError("several signers need --sign-mode amino-json");
    }
    const bound = await signerData(command, account);
    // Unordered transactions stand outside of the account's sequence.
    const signer = tx.body.unordered ? { ...bound, sequence: 0n } : bound;
    const publicKey = { kind: "secp256k1", key: key.publicKey } as const;
    if (flags.multisig !== undefined) {
      const signature = signatureOver(tx, key, signer, mode);
      const descriptor = descriptorOf(publicKey, signer.sequence, mode, signature);
      printDocument(descriptorsJson([descriptor]), flags.outputDocument);
      return;
    }
    const { overwrite } = flags;
    const { sequence } = signer;
    const choice = { publicKey, sequence, modeInfo: singleMode(mode), place, of: signers.length };
    const prepared = withSigner(tx, { ...choice, overwrite });
    const signature = signatureOver(prepared, key, signer, mode);
    printDocument(
      flags.signatureOnly
        ? descriptorsJson([descriptorOf(publicKey, sequence, mode, signature)])
        : txJson(withSignature(prepared, place, signature)),
      flags.outputDocument,
    );
  });
}

/** `tx multi-sign` */
export function multiSignCommand(): Command {
  const command = new Command("multi-sign")
    .alias("multisign")
    .summary("join the signatures of a multisig account")
    .argument("<file>", "the transaction")
    .argument("<key>", "name or address of the multisig key in the keyring")
    .argument("<signature...>", "files that tx sign --multisig wrote")
    .option("--skip-signature-verification", "do not check the signatures")
    .option("--output-document <file>", "write there instead of printing");
  return txFlags(command).action(async (file: string, name: string, files: readonly string[]) => {
    const flags = flagsOf(command, schema);
    const { client, keyring } = surroundings(command);
    const tx = readTxFile(file);
    const { publicKey: key, address } = await keyring().load(name);
    if (key.kind !== "multisig") throw new CliError(`${name} is no multisig key`);
    const signers = signersOfTx(tx, client["bech32-prefix"]);
    const place = signers.indexOf(address);
    if (place === -1) {
      throw new CliError(`${address} need not sign; those who must: ${signers.join(", ")}`);
    }
    const signer = await signerData(command, address);
    const given = files.flatMap((path) => readMessageFile(SignatureDescriptors, path).signatures);
    const check = flags.skipSignatureVerification ? undefined : { tx, signer };
    const { modeInfo, signature } = joinSignatures(key, given, check);
    const prepared = withSigner(tx, {
      publicKey: key,
      sequence: signer.sequence,
      modeInfo,
      place,
      of: signers.length,
      overwrite: false,
    });
    printDocument(txJson(withSignature(prepared, place, signature)), flags.outputDocument);
  });
}

/** What a signature of an account is bound to: from the flags where they tell, else from the chain. */
export async function signerData(command: Command, address: string): Promise<SignerData> {
  const { offline, accountNumber, sequence } = flagsOf(command, schema);
  const { node, chainId } = surroundings(command);
  if (offline && (accountNumber === undefined || sequence === undefined || chainId === undefined)) {
    throw new CliError("--offline needs --account-number, --sequence and --chain-id");
  }
  if (accountNumber !== undefined && sequence !== undefined && chainId !== undefined) {
    const [number, next] = [BigInt(accountNumber), BigInt(sequence)];
    return { address, chainId, accountNumber: number, sequence: next };
  }
  const chain = new Chain(node);
  const { info } = await chain.query<QueryAccountInfoResponse>(Auth.AccountInfo, { address });
  return {
    address,
    chainId: chainId ?? (await chain.chainId()),
    accountNumber:
      accountNumber === undefined ? (info?.accountNumber ?? 0n) : BigInt(accountNumber),
    sequence: sequence === undefined ? (info?.sequence ?? 0n) : BigInt(sequence),
  };
}

function descriptorsJson(signatures: readonly SignatureDescriptor[]) {
  return toJson(SignatureDescriptors, { signatures: [...signatures] }, { registry });
}
