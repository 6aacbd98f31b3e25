import { Command } from "commander";
import { z } from "zod";
import {
  Exec,
  MsgExec,
  MsgSubmitProposal,
  MsgVote,
  MsgWithdrawProposal,
  VoteOption,
} from "../../gen/cosmos/group/v1.js";
import { pack } from "../../wire/any.js";
import { CliError } from "../failure.js";
import { flagsOf, readId } from "../options.js";
import { voteOption } from "../text/vote-option.js";
import { readFile } from "../tx/documents.js";
import { draftCommand } from "../tx/draft.js";
import { txFlags } from "../tx/flags.js";
import { packJson } from "../tx/message-command.js";
import { sendTx } from "../tx/send.js";
import { submitAndVote, voterFlag } from "../tx/vote-at-once.js";

/** What `tx group …` does with proposals. */
export function groupProposalCommands(): readonly Command[] {
  return [draftProposal(), submitProposal(), withdrawProposal(), voteCommand(), execCommand()];
}

function draftProposal(): Command {
  const texts = { metadata: "", title: "", summary: "" };
  return draftCommand({
    module: "group",
    ...{ proposal: "draft_group_proposal.json", metadata: "draft_group_metadata.json" },
    messages: "what the policy would sign, as MsgSend",
    empty: (messages) => ({ group_policy_address: "", proposers: [""], messages, ...texts }),
  });
}

const proposalSchema = z.object({
  group_policy_address: z.string(),
  messages: z.array(z.json()).default([]),
  metadata: z.string().default(""),
  proposers: z.array(z.string()).min(1),
  title: z.string(),
  summary: z.string(),
});

function submitProposal(): Command {
  const command = new Command("submit-proposal")
    .summary("submit a proposal")
    .argument(
      "<file>",
      'JSON: {"group_policy_address","messages","metadata","proposers","title","summary"}',
    );
  execFlag(command);
  return txFlags(voterFlag(command)).action(async (file: string) => {
    const said = readFile(file, proposalSchema);
    const exec = execOf(command);
    const [first = ""] = said.proposers;
    await submitAndVote(
      command,
      async ({ address }) => {
        const proposers = await Promise.all(said.proposers.map(address));
        return [packJson(MsgSubmitProposal, { ...said, proposers, exec })];
      },
      first,
    );
  });
}

function withdrawProposal(): Command {
  const command = new Command("withdraw-proposal")
    .summary("take a proposal back that is being voted on")
    .argument("<proposal-id>", "id of the proposal", readId)
    .argument("[account]", "a proposer or the policy's admin, who signs, unless --from says who");
  return txFlags(command).action(async (proposalId: bigint, account: string | undefined) => {
    await sendTx(
      command,
      ({ from }) => [pack(MsgWithdrawProposal, { proposalId, address: from })],
      account,
    );
  });
}

function voteCommand(): Command {
  const command = new Command("vote")
    .summary("vote on a proposal")
    .description("Vote on a proposal; it is executed at once when that decides it")
    .argument("<proposal-id>", "id of the proposal", readId)
    .argument("<words...>", "[voter] yes|no|abstain|no-with-veto [metadata]");
  execFlag(command, "try");
  return txFlags(command).action(async (proposalId: bigint, words: readonly string[]) => {
    const { voter, option, metadata } = ballot(words);
    const exec = execOf(command);
    await sendTx(
      command,
      ({ from }) => [pack(MsgVote, { proposalId, voter: from, option, metadata, exec })],
      voter,
    );
  });
}

function execCommand(): Command {
  const command = new Command("exec")
    .summary("execute a proposal that was accepted")
    .argument("<proposal-id>", "id of the proposal", readId);
  return txFlags(command).action(async (proposalId: bigint) => {
    await sendTx(command, ({ from }) => [pack(MsgExec, { proposalId, executor: from })]);
  });
}

interface Ballot {
  readonly voter: string | undefined;
  readonly option: number;
  readonly metadata: string;
}

/** Reads `yes`, `yes METADATA`, `VOTER yes` or `VOTER yes METADATA`. */
function ballot(words: readonly string[]): Ballot {
  const [first = "", second, third = ""] = words;
  const alone = voteOption(VoteOption, first);
  if (alone !== undefined) return { voter: undefined, option: alone, metadata: second ?? "" };
  const option = voteOption(VoteOption, second ?? "");
  if (option !== undefined) return { voter: first, option, metadata: third };
  throw new CliError(`${words.join(" ")}: no vote is yes, no, abstain or no-with-veto`);
}

function execFlag(command: Command, usual = ""): void {
  command.option("--exec <mode>", 'try: execute at once if accepted; "" to leave it', usual);
}

function execOf(command: Command): number {
  const { exec } = flagsOf(command, z.object({ exec: z.string() }));
  if (["", "0", "EXEC_UNSPECIFIED"].includes(exec)) return Exec.EXEC_UNSPECIFIED;
  if (["try", "1", "EXEC_TRY"].includes(exec)) return Exec.EXEC_TRY;
  throw new CliError(`--exec ${exec}: only try is known`);
}
