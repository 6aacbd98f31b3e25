import { Command, Option } from "commander";
import { z } from "zod";
import { Chain, type IncludedTx } from "../chain/chain.js";
import { includedAnswer } from "../chain/tx-answer.js";
import { untilIncluded } from "../chain/wait.js";
import { CliError } from "../failure.js";
import { flagsOf, nodeFlag, outputFlag, surroundings, wholeNumber } from "../options.js";
import { print } from "../output.js";
import { readMilliseconds } from "../text/durations.js";

/** `query tx|txs|wait-tx|block|block-results|blocks|comet-validator-set` */
export function chainQueryCommands(): readonly Command[] {
  return [
    txCommand(),
    waitTxCommand(),
    txsCommand(),
    blockCommand(),
    blockResultsCommand(),
    blocksCommand(),
    validatorSetCommand(),
  ];
}

function txCommand(): Command {
  const command = base("tx")
    .summary("a transaction by its hash, by ADDRESS/SEQUENCE or by its signatures")
    .argument("<hash-or-other>")
    .addOption(
      new Option("--type <type>", "what the argument is")
        .choices(["hash", "acc_seq", "signature"])
        .default("hash"),
    );
  return command.action(async (wanted: string) => {
    const { chain, output } = asked(command);
    const { type } = flagsOf(command, z.object({ type: z.string() }));
    const found =
      type === "hash"
        ? await chain.tx(txHash(wanted))
        : await onlyTx(chain, type === "acc_seq" ? byAccount(wanted) : bySignatures(wanted));
    if (found === undefined) throw new CliError(`tx (${wanted}) not found`);
    print(await includedAnswer(chain, found), output);
  });
}

/** The one transaction that a search finds. Throws CliError when it finds more. */
async function onlyTx(chain: Chain, query: string): Promise<IncludedTx | undefined> {
  const { txs } = await chain.txs({ query, page: 1, limit: 2, order: "asc" });
  if (txs.length > 1) throw new CliError(`several transactions fit ${query}`);
  return txs[0];
}

function byAccount(text: string): string {
  if (/^[a-z0-9]+\/\d+$/.test(text)) return `tx.acc_seq='${text}'`;
  throw new CliError(`${text} is no address and sequence, as verana1…/7`);
}

/** Signatures in base64, with commas between. */
function bySignatures(text: string): string {
  const signatures = text.split(",");
  if (signatures.every((one) => /^[A-Za-z0-9+/]+={0,2}$/.test(one))) {
    return signatures.map((one) => `tx.signature='${one}'`).join(" AND ");
  }
  throw new CliError(`${text} is no list of signatures in base64`);
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
  const command = searchFlags(
    base("txs").summary("transactions by their events"),
    "message.sender='verana1…' AND tx.height>5",
  );
  return command.action(async () => {
    const { chain, output } = asked(command);
    const { query, page, limit, order_by: order } = flagsOf(command, txsSchema);
    const { txs, total_count: total } = await chain.txs({ query, page, limit, order });
    const answers = [];
    for (const found of txs) answers.push(await includedAnswer(chain, found));
    print({ ...counts(total, txs.length, { page, limit }), txs: answers }, output);
  });
}

function blocksCommand(): Command {
  const command = searchFlags(base("blocks").summary("blocks by their events"), "block.height>5");
  return command.action(async () => {
    const { chain, output } = asked(command);
    const { query, page, limit, order_by } = flagsOf(command, txsSchema);
    const paged = { query, page: String(page), per_page: String(limit), order_by };
    const { blocks, total_count } = await chain.blocks(paged);
    print({ ...counts(total_count, blocks.length, { page, limit }), blocks }, output);
  });
}

function searchFlags(command: Command, example: string): Command {
  return command
    .requiredOption("--query <query>", `as "${example}"`)
    .option("--page <number>", "page, from 1", wholeNumber)
    .option("--limit <number>", "how many a page has, at most 100", wholeNumber)
    .addOption(new Option("--order_by <order>").choices(["asc", "desc"]));
}

function counts(
  total: string,
  count: number,
  { page, limit }: { readonly page: number; readonly limit: number },
) {
  return {
    total_count: total,
    count: String(count),
    page_number: String(page),
    page_total: String(Math.ceil(Number(total) / limit)),
    limit: String(limit),
  };
}

function validatorSetCommand(): Command {
  const command = base("comet-validator-set")
    .summary("the validators of a block, the last one unless told")
    .argument("[height]")
    .option("--page <number>", "page, from 1", wholeNumber)
    .option("--limit <number>", "how many a page has, at most 100", wholeNumber);
  return command.action(async (height: string | undefined) => {
    const { chain, output } = asked(command);
    const schema = z.object({ page: z.number().default(1), limit: z.number().default(100) });
    const { page, limit } = flagsOf(command, schema);
    const params = { ...atHeight(height), page: String(page), per_page: String(limit) };
    print(await chain.raw("validators", params), output);
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
