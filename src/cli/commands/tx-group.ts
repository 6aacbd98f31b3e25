import { Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import {
  Exec,
  MsgCreateGroup,
  MsgCreateGroupPolicy,
  MsgCreateGroupWithPolicy,
  MsgExec,
  MsgSubmitProposal,
  MsgVote,
  VoteOption,
} from "../../gen/cosmos/group/v1.js";
import { pack } from "../../wire/any.js";
import { CliError } from "../failure.js";
import { flagsOf } from "../options.js";
import { jsonFile } from "../tx/documents.js";
import { txFlags } from "../tx/flags.js";
import { packJson } from "../tx/message-command.js";
import { sendTx } from "../tx/send.js";

/** `tx group …` */
export function txGroupCommands(): readonly Command[] {
  return [
    createGroup(),
    createPolicy(),
    createWithPolicy(),
    submitProposal(),
    voteCommand(),
    execCommand(),
  ];
}

const MEMBERS = 'JSON file: {"members":[{"address","weight","metadata"}]}';
const POLICY = 'JSON file: {"@type":"/cosmos.group.v1.ThresholdDecisionPolicy", …}';

const membersSchema = z.object({
  members: z.array(
    z.object({ address: z.string(), weight: z.string(), metadata: z.string().default("") }),
  ),
});

function createGroup(): Command {
  const command = new Command("create-group")
    .summary("create a group")
    .argument("<admin>", "key or address of the administrator, who signs")
    .argument("<metadata>")
    .argument("<members>", MEMBERS);
  return txFlags(command).action(async (admin: string, metadata: string, file: string) => {
    const { members } = readFile(file, membersSchema);
    await sendTx(
      command,
      async ({ from, address }) => [
        pack(MsgCreateGroup, { admin: from, metadata, members: await named(members, address) }),
      ],
      admin,
    );
  });
}

function createPolicy(): Command {
  const command = new Command("create-group-policy")
    .summary("create a policy of a group")
    .argument("<admin>", "key or address of the group's administrator, who signs")
    .argument("<group-id>", "id of the group", readId)
    .argument("<metadata>")
    .argument("<policy>", POLICY);
  return txFlags(command).action(
    async (admin: string, groupId: bigint, metadata: string, file: string) => {
      const said = { metadata, group_id: groupId.toString(), decision_policy: jsonFile(file) };
      await sendTx(
        command,
        ({ from }) => [packJson(MsgCreateGroupPolicy, { ...said, admin: from })],
        admin,
      );
    },
  );
}

function createWithPolicy(): Command {
  const command = new Command("create-group-with-policy")
    .summary("create a group and a policy of it")
    .argument("<admin>", "key or address of the administrator, who signs")
    .argument("<group-metadata>")
    .argument("<policy-metadata>")
    .argument("<members>", MEMBERS)
    .argument("<policy>", POLICY)
    .option("--group-policy-as-admin", "the policy administers the group and itself");
  return txFlags(command).action(async (admin: string) => {
    const texts = z.array(z.string()).parse(command.processedArgs);
    const [, groupMetadata = "", policyMetadata = "", membersFile = "", policyFile = ""] = texts;
    const { groupPolicyAsAdmin } = flagsOf(
      command,
      z.object({ groupPolicyAsAdmin: z.boolean().default(false) }),
    );
    const { members } = readFile(membersFile, membersSchema);
    const said = {
      group_metadata: groupMetadata,
      group_policy_metadata: policyMetadata,
      group_policy_as_admin: groupPolicyAsAdmin,
      decision_policy: jsonFile(policyFile),
    };
    await sendTx(
      command,
      async ({ from, address }) => [
        packJson(MsgCreateGroupWithPolicy, {
          ...said,
          admin: from,
          members: await named(members, address),
        }),
      ],
      admin,
    );
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
  return txFlags(command).action(async (file: string) => {
    const said = readFile(file, proposalSchema);
    const exec = execOf(command);
    const [first = ""] = said.proposers;
    await sendTx(
      command,
      async ({ address }) => {
        const proposers = await Promise.all(said.proposers.map(address));
        return [packJson(MsgSubmitProposal, { ...said, proposers, exec })];
      },
      first,
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
  const alone = voteOption(first);
  if (alone !== undefined) return { voter: undefined, option: alone, metadata: second ?? "" };
  const option = voteOption(second ?? "");
  if (option !== undefined) return { voter: first, option, metadata: third };
  throw new CliError(`${words.join(" ")}: no vote is yes, no, abstain or no-with-veto`);
}

function voteOption(text: string): number | undefined {
  const wanted = text
    .toUpperCase()
    .replaceAll("-", "_")
    .replace(/^VOTE_OPTION_/, "");
  const options: readonly (readonly [string, number])[] = Object.entries(VoteOption);
  return options.find(([name, no]) => no !== 0 && name === `VOTE_OPTION_${wanted}`)?.[1];
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

function named<M extends { readonly address: string }>(
  members: readonly M[],
  address: (text: string) => Promise<string>,
): Promise<readonly M[]> {
  return Promise.all(
    members.map(async (member) => ({ ...member, address: await address(member.address) })),
  );
}

function readFile<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const result = schema.safeParse(jsonFile(file));
  if (result.success) return result.data;
  throw new CliError(`${file}: ${z.prettifyError(result.error)}`);
}

function readId(text: string): bigint {
  if (/^[1-9]\d{0,19}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError("not an id");
}
