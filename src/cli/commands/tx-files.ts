import { Command } from "commander";
import { z } from "zod";
import { feePayerOf, signersOf } from "../../abci/decode/signers.js";
import { publicKeyAddress, unpackPublicKey } from "../../abci/sign/public-key.js";
import { signatureData } from "../../abci/sign/signature-data.js";
import { signatureFault } from "../../abci/sign/verify.js";
import { Service, type SimulateResponse, Tx } from "../../gen/cosmos/tx/v1beta1.js";
import { registry } from "../../gen/registry.js";
import { addressText } from "../../keeper/addresses.js";
import { toJson } from "../../wire/proto-json.js";
import { Chain } from "../chain/chain.js";
import { CliError } from "../failure.js";
import { flagsOf, surroundings } from "../options.js";
import { print } from "../output.js";
import { txFlags, txFlagsSchema } from "../tx/flags.js";
import { broadcastBytes } from "../tx/send.js";
import { decoded, readTxFile, txBytes } from "../tx/tx-file.js";
import { signerData } from "./tx-sign.js";

/** `tx broadcast` */
export function broadcastCommand(): Command {
  const command = new Command("broadcast")
    .summary("broadcast a signed transaction that is in a file")
    .argument("<file>", "the transaction; - reads standard input");
  return txFlags(command).action(async (file: string) => {
    const flags = flagsOf(command, txFlagsSchema);
    if (flags.offline) throw new CliError("cannot broadcast tx during offline mode");
    await broadcastBytes(surroundings(command), flags, txBytes(readTxFile(file)));
  });
}

/** `tx encode` */
export function encodeCommand(): Command {
  const command = new Command("encode")
    .summary("a transaction of JSON as its bytes in base64")
    .argument("<file>", "the transaction; - reads standard input");
  return txFlags(command).action((file: string) => {
    process.stdout.write(`${Buffer.from(txBytes(readTxFile(file))).toString("base64")}\n`);
  });
}

/** `tx decode` */
export function decodeCommand(): Command {
  const command = new Command("decode")
    .summary("bytes of a transaction as JSON")
    .argument("<bytes>", "base64")
    .option("-x, --hex", "the bytes are hex");
  return txFlags(command).action((text: string) => {
    const { hex } = flagsOf(command, z.object({ hex: z.boolean().default(false) }));
    const form = hex ? /^(?:[0-9a-fA-F]{2})+$/ : /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}=*)?$/;
    if (!form.test(text)) throw new CliError(`the bytes are no ${hex ? "hex" : "base64"}`);
    const bytes = Buffer.from(text, hex ? "hex" : "base64");
    decoded(bytes);
    print(toJson(Tx, Tx.decode(bytes), { registry }), "line");
  });
}

/** `tx simulate` */
export function simulateCommand(): Command {
  const command = new Command("simulate")
    .summary("how much gas a transaction in a file uses")
    .argument("<file>", "the transaction; - reads standard input");
  return txFlags(command).action(async (file: string) => {
    const { node } = surroundings(command);
    const request = { txBytes: txBytes(readTxFile(file)) };
    const { gasInfo } = await new Chain(node).query<SimulateResponse>(Service.Simulate, request);
    const { gasWanted = 0n, gasUsed = 0n } = gasInfo ?? {};
    print({ gas_info: { gas_wanted: String(gasWanted), gas_used: String(gasUsed) } }, "line");
  });
}

/** `tx validate-signatures` */
export function validateSignaturesCommand(): Command {
  const command = new Command("validate-signatures")
    .summary("who must sign a transaction, who has signed, and whether that fits")
    .description(
      "With --offline the order of the signers is checked alone, unless --account-number and " +
        "--sequence are given.",
    )
    .argument("<file>", "the transaction; - reads standard input");
  return txFlags(command).action(async (file: string) => {
    const prefix = surroundings(command).client["bech32-prefix"];
    const tx = decoded(txBytes(readTxFile(file)));
    const signers = signersOf(tx, prefix);
    const lines = ["Signers:", ...signers.map((signer, at) => `  ${at}: ${signer}`), ""];
    const infos = tx.authInfo.signerInfos;
    let good = infos.length === signers.length && tx.signatures.length === signers.length;
    lines.push("Signatures:");
    for (const [at, { publicKey, modeInfo, sequence }] of infos.entries()) {
      const key = publicKey === undefined ? undefined : unpackPublicKey(publicKey);
      const address = key === undefined ? "" : addressText(prefix, publicKeyAddress(key));
      const data = signatureData(modeInfo, tx.signatures[at] ?? new Uint8Array(0));
      let fault: string | undefined;
      if (key === undefined || data === undefined) fault = "no public key or no mode";
      else if (address !== signers[at]) fault = "signature does not match its respective signer";
      else if (checksBytes(command)) {
        const signer = await signerData(command, address);
        const feePayer = feePayerOf(tx, prefix, signers);
        const resolve = (typeUrl: string) => registry.byUrl(typeUrl);
        const wanted = tx.body.unordered ? 0n : signer.sequence;
        fault =
          sequence === wanted
            ? signatureFault({ tx, signer, key, data, feePayer, resolve })
            : `made with sequence ${sequence}, the account is at ${wanted}`;
      }
      good &&= fault === undefined;
      lines.push(`  ${at}: ${address}\t\t\t[${fault === undefined ? "OK" : `ERROR: ${fault}`}]`);
    }
    process.stdout.write(`${lines.join("\n")}\n\n`);
    if (!good) throw new CliError("signatures validation failed");
  });
}

/** Whether what the signatures are over is known. */
function checksBytes(command: Command): boolean {
  const { offline, accountNumber, sequence } = flagsOf(command, txFlagsSchema);
  return !offline || (accountNumber !== undefined && sequence !== undefined);
}
