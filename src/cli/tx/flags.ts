import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { keyringFlags, nodeFlag, outputFlag, wholeNumber } from "../options.js";

/** Flags of every transaction. */
export const txFlagsSchema = z.object({
  from: z.string().optional(),
  gas: z.union([z.literal("auto"), z.number()]).default("auto"),
  gasAdjustment: z.number().default(1.3),
  gasPrices: z.string().optional(),
  fees: z.string().optional(),
  note: z.string().default(""),
  signMode: z.enum(["direct", "amino-json"]).optional(),
  sequence: z.number().optional(),
  accountNumber: z.number().optional(),
  timeoutHeight: z.number().default(0),
  timeoutDuration: z.string().optional(),
  unordered: z.boolean().default(false),
  feeGranter: z.string().default(""),
  feePayer: z.string().default(""),
  offline: z.boolean().default(false),
  ledger: z.boolean().default(false),
  aux: z.boolean().default(false),
  tip: z.string().optional(),
  yes: z.boolean().default(false),
  broadcastMode: z.enum(["sync", "async"]).optional(),
  generateOnly: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  wait: z.boolean().optional(),
});

export type TxFlags = z.output<typeof txFlagsSchema>;

/** Gives a command the flags of every transaction. */
export function txFlags(command: Command): Command {
  outputFlag(nodeFlag(keyringFlags(command)), "json");
  return command
    .option("--from <key>", "name or address of the key that signs")
    .option("--chain-id <id>", "chain id (default: client.toml's, else the node's)")
    .option("--gas <limit>", "gas limit, or auto (default: auto)", gasLimit)
    .option("--gas-adjustment <factor>", "factor on the estimate (default: 1.3)", positive)
    .option("--gas-prices <prices>", "price of gas, as 0.025uvna (default: client.toml's)")
    .option("--fees <coins>", "fees, instead of gas prices")
    .option("--note <text>", "note that goes with the transaction")
    .addOption(new Option("--sign-mode <mode>").choices(["direct", "amino-json"]))
    .option("-s, --sequence <number>", "sequence of the account", wholeNumber)
    .option("-a, --account-number <number>", "number of the account", wholeNumber)
    .option("--timeout-height <height>", "last height for the transaction", wholeNumber)
    .option("--timeout-duration <duration>", "how long from now the transaction is good")
    .option("--unordered", "send it without a sequence (needs --timeout-duration)")
    .option("--fee-granter <account>", "account whose fee grant pays")
    .option("--fee-payer <account>", "account that pays the fee, and signs too")
    .option("--offline", "ask no node: for --generate-only and tx sign")
    .option("--ledger", "refused: there is no support of devices")
    .option("--aux", "refused: signatures for somebody who pays are not made here")
    .option("--tip <coins>", "refused: the chain knows no tips")
    .addOption(new Option("-b, --broadcast-mode <mode>").choices(["sync", "async"]))
    .option("--generate-only", "print the unsigned transaction")
    .option("--dry-run", "only estimate the gas")
    .option("--wait", "wait for the block and print the result with its answers")
    .option("--no-wait", "do not wait for the block")
    .option("-y, --yes", "do not ask before broadcasting");
}

function gasLimit(text: string): number | "auto" {
  return text === "auto" ? "auto" : wholeNumber(text);
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("not a number above zero");
}
