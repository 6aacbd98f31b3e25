import { Command, Option } from "commander";
import { z } from "zod";
import { Chain } from "../chain/chain.js";
import { includedAnswer } from "../chain/tx-answer.js";
import { untilIncluded } from "../chain/wait.js";
import { CliError } from "../failure.js";
import { flagsOf, nodeFlag, outputFlag, surroundings, wholeNumber } from "../options.js";
import { print } from "../output.js";
import { readMilliseconds } from "../text/durations.js";

/** `query tx|txs|wait-tx|block|block-results` */
export function chainQueryCommands(): readonly Command[] {
  return [txCommand(), waitTxCommand(), txsCommand(), blockCommand(), blockResultsCommand()];
}

function txCommand(): Command {
  const command = base("tx").summary("a transaction by its hash").argument("<hash>");
  return command.action(async (hash: string) => {
    const { chain, output } = asked(command);
    const found = await chain.tx(txHash(hash));
    if (found === undefined) throw new CliError(`tx (${hash}) not found`);
    print(await includedAnswer(chain, found), output);
  });
}

function waitTxCommand(): Command {
  const command = base("wait-tx")
    .summary("wait until a transaction is in a block")
    .argument("<hash>")
    .option("--timeout <duration>", "how long to wait", "15s");
  return command.action(async (hash: string) => {
    const { chain, output } = asked(command);
    const { timeout } = flagsOf(command, z.object({ timeout: z.string() }));
    const found = await untilIncluded(chain, txHash(hash), readMilliseconds(timeout));
    print(await includedAnswer(chain, found), output);
  });
}

const txsSchema = z.object({
  query: z.string(),
  page: z.number().default(1),
  limit: z.number().default(100),
  order_by: z.enum(["asc", "desc"]).default("asc"),
});

function txsCommand(): Command {
  const command = base("txs")
    .summary("transactions by their events")
    .requiredOption("--query <query>", "as \"message.sender='verana1…' AND tx.height>5\"")
    .option("--page <number>", "page, from 1", wholeNumber)
    .option("--limit <number>", "transactions of a page", wholeNumber)
    .addOption(new Option("--order_by <order>").choices(["asc", "desc"]));
  return command.action(async () => {
    const { chain, output } = asked(command);
    const { query, page, limit, order_by: order } = flagsOf(command, txsSchema);
    const { txs, total_count: total } = await chain.txs({ query, page, limit, order });
    const answers = [];
    for (const found of txs) answers.push(await includedAnswer(chain, found));
    const pages = Math.ceil(Number(total) / limit);
    const counts = { total_count: total, count: String(txs.length), page_number: String(page) };
    print({ ...counts, page_total: String(pages), limit: String(limit), txs: answers }, output);
  });
}

function blockCommand(): Command {
  const command = base("block")
    .summary("a block, the last one unless told")
    .argument("[height-or-hash]")
    .addOption(new Option("--type <type>").choices(["height", "hash"]).default("height"));
  return command.action(async (wanted: string | undefined) => {
    const { chain, output } = asked(command);
    const { type } = flagsOf(command, z.object({ type: z.string() }));
    if (type === "hash") {
      const hash = Buffer.from(txHash(wanted ?? ""), "hex").toString("base64");
      print(await chain.raw("block_by_hash", { hash }), output);
    } else print(await chain.raw("block", atHeight(wanted)), output);
  });
}

function blockResultsCommand(): Command {
  const command = base("block-results")
    .summary("what the transactions of a block did")
    .argument("[height]");
  return command.action(async (height: string | undefined) => {
    const { chain, output } = asked(command);
    print(await chain.raw("block_results", atHeight(height)), output);
  });
}

function base(name: string): Command {
  return outputFlag(nodeFlag(new Command(name)), "text");
}

function asked(command: Command) {
  const { node, output = "text" } = surroundings(command);
  return { chain: new Chain(node), output };
}

function atHeight(height: string | undefined): object {
  if (height === undefined) return {};
  if (/^\d+$/.test(height)) return { height };
  throw new CliError(`${height} is no height`);
}

function txHash(text: string): string {
  const hex = text.replace(/^0x/i, "");
  if (/^[0-9a-fA-F]{64}$/.test(hex)) return hex;
  throw new CliError(`${text} is no hash: 64 hex digits`);
}
