import { Command } from "commander";
import { z } from "zod";
import {
  MsgCancelProposal,
  MsgDeposit,
  MsgSubmitProposal,
  MsgVote,
  MsgVoteWeighted,
  VoteOption,
} from "../../gen/cosmos/gov/v1.js";
import {
  MsgSubmitProposal as MsgSubmitLegacy,
  TextProposal,
} from "../../gen/cosmos/gov/v1beta1.js";
import * as dec from "../../keeper/dec.js";
import { coinsJson } from "../../keeper/spec-json.js";
import { pack } from "../../wire/any.js";
import { CliError } from "../failure.js";
import { flagsOf, readId } from "../options.js";
import { readCoins } from "../text/coins.js";
import { voteOption } from "../text/vote-option.js";
import { readFile } from "../tx/documents.js";
import { draftCommand } from "../tx/draft.js";
import { txFlags } from "../tx/flags.js";
import { packJson } from "../tx/message-command.js";
import { sendTx } from "../tx/send.js";

/** `tx gov …` */
export function txGovCommands(): readonly Command[] {
  return [
    submitProposal(),
    draftProposal(),
    depositCommand(),
    voteCommand(),
    weightedVote(),
    cancelProposal(),
    submitLegacyProposal(),
  ];
}

const PROPOSAL_ID = "id of the proposal";

const proposalSchema = z.strictObject({
  messages: z.array(z.json()).default([]),
  metadata: z.string().default(""),
  deposit: z.string().default(""),
  title: z.string(),
  summary: z.string(),
  expedited: z.boolean().default(false),
});

function submitProposal(): Command {
  const command = new Command("submit-proposal")
    .summary("propose what governance's account would sign")
    .argument("<file>", 'JSON: {"messages","metadata","deposit","title","summary","expedited"}');
  return txFlags(command).action(async (file: string) => {
    const { deposit, ...said } = readFile(file, proposalSchema);
    const initial_deposit = coinsJson(readCoins(deposit));
    await sendTx(command, ({ from: proposer }) => [
      packJson(MsgSubmitProposal, { ...said, initial_deposit, proposer }),
    ]);
  });
}

function draftProposal(): Command {
  const texts = { metadata: "", deposit: "", title: "", summary: "", expedited: false };
  return draftCommand({
    ...{ module: "gov", proposal: "draft_proposal.json", metadata: "draft_metadata.json" },
    messages: "what governance's account would sign, as MsgCommunityPoolSpend",
    empty: (messages) => ({ messages, ...texts }),
  });
}

function depositCommand(): Command {
  const command = new Command("deposit")
    .summary("add to what starts a proposal's vote")
    .argument("<proposal-id>", PROPOSAL_ID, readId)
    .argument("<deposit>", "as 1000uvna");
  return txFlags(command).action(async (proposalId: bigint, text: string) => {
    const amount = readCoins(text);
    await sendTx(command, ({ from: depositor }) => [
      pack(MsgDeposit, { proposalId, depositor, amount }),
    ]);
  });
}

function voteCommand(): Command {
  const command = withMetadata(
    new Command("vote")
      .summary("give one's stake to an option")
      .argument("<proposal-id>", PROPOSAL_ID, readId)
      .argument("<option>", "yes, no, no_with_veto or abstain"),
  );
  return txFlags(command).action(async (proposalId: bigint, text: string) => {
    const option = readOption(text);
    const metadata = metadataOf(command);
    await sendTx(command, ({ from: voter }) => [
      pack(MsgVote, { proposalId, voter, option, metadata }),
    ]);
  });
}

function weightedVote(): Command {
  const command = withMetadata(
    new Command("weighted-vote")
      .summary("split one's stake over several options")
      .argument("<proposal-id>", PROPOSAL_ID, readId)
      .argument("<weighted-options>", "as yes=0.6,no=0.3,abstain=0.1"),
  );
  return txFlags(command).action(async (proposalId: bigint, text: string) => {
    const options = text.split(",").map(readWeighted);
    const metadata = metadataOf(command);
    await sendTx(command, ({ from: voter }) => [
      pack(MsgVoteWeighted, { proposalId, voter, options, metadata }),
    ]);
  });
}

function cancelProposal(): Command {
  const command = new Command("cancel-proposal")
    .summary("give one's proposal up, which costs a part of its deposits")
    .argument("<proposal-id>", PROPOSAL_ID, readId);
  return txFlags(command).action(async (proposalId: bigint) => {
    await sendTx(command, ({ from: proposer }) => [
      pack(MsgCancelProposal, { proposalId, proposer }),
    ]);
  });
}

const legacySchema = z.object({
  title: z.string(),
  description: z.string(),
  deposit: z.string().default(""),
  type: z.string().default("text"),
  proposal: z.string().optional(),
});

/** What `--proposal` names says the same as the flags do. */
const legacyFileSchema = legacySchema.omit({ proposal: true });

function submitLegacyProposal(): Command {
  const command = new Command("submit-legacy-proposal")
    .summary("propose a text in the form of v1beta1")
    .option("--title <title>", "what it is called")
    .option("--description <text>", "what it says")
    .option("--type <type>", "only text is carried out", "text")
    .option("--deposit <coins>", "first deposit, as 1000uvna")
    .option("--proposal <file>", 'JSON: {"title","description","type","deposit"}');
  return txFlags(command).action(async () => {
    const { title, description, type, deposit } = legacyOf(command);
    if (!/^text$/i.test(type)) throw new CliError(`--type ${type}: only text is known`);
    const content = pack(TextProposal, { title, description });
    const initialDeposit = readCoins(deposit);
    await sendTx(command, ({ from: proposer }) => [
      pack(MsgSubmitLegacy, { content, initialDeposit, proposer }),
    ]);
  });
}

function legacyOf(command: Command): z.output<typeof legacyFileSchema> {
  const { proposal: file } = flagsOf(command, z.object({ proposal: z.string().optional() }));
  if (file !== undefined) return readFile(file, legacyFileSchema);
  const flags: Readonly<Record<string, unknown>> = command.optsWithGlobals();
  for (const name of ["title", "description"]) {
    if (flags[name] === undefined) throw new CliError(`--${name} is missing`);
  }
  return flagsOf(command, legacySchema);
}

const withMetadata = (command: Command): Command =>
  command.option("--metadata <text>", "why, up to 255 bytes", "");

const metadataOf = (command: Command): string =>
  flagsOf(command, z.object({ metadata: z.string() })).metadata;

function readOption(text: string): number {
  const option = voteOption(VoteOption, text);
  if (option !== undefined) return option;
  throw new CliError(`${text}: no vote is yes, no, no_with_veto or abstain`);
}

function readWeighted(text: string): { readonly option: number; readonly weight: string } {
  const [name = "", given = ""] = text.split("=");
  const weight = dec.parseStrict(given);
  if (weight === undefined)
    throw new CliError(`${text}: expected an option and its weight, yes=0.6`);
  return { option: readOption(name), weight: dec.format(weight) };
}
