import type { Command } from "commander";
import { z } from "zod";
import { Exec, MsgVote, VoteOption } from "../../gen/cosmos/group/v1.js";
import { pack } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import type { JsonObject } from "../../wire/proto-json.js";
import { briefAnswer } from "../chain/tx-answer.js";
import { CliError } from "../failure.js";
import { flagsOf, surroundings } from "../options.js";
import { sendTx } from "./send.js";
import type { SignerChoice, TxSession } from "./session.js";

/** Gives a command that submits a proposal the flag of those who vote for it at once. */
export function voterFlag(command: Command): Command {
  const list = (text: string, before: readonly string[] = []) => [...before, ...text.split(",")];
  return command.option(
    "--voter <account>",
    "another member whose key is here and who votes yes at once, repeatable or by commas",
    list,
  );
}

const schema = z.object({
  voter: z.array(z.string()).default([]),
  sequence: z.number().optional(),
  accountNumber: z.number().optional(),
  generateOnly: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  wait: z.boolean().optional(),
});

/**
 * Sends the transaction that submits a proposal; then the voters vote yes, one by one, until the
 * proposal is executed. Throws CliError.
 */
export async function submitAndVote(
  command: Command,
  build: (session: TxSession) => Promise<readonly Any[]> | readonly Any[],
  from?: SignerChoice,
): Promise<void> {
  const flags = flagsOf(command, schema);
  const { voter: voters } = flags;
  if (voters.length > 0) checkFlags(command, flags);
  let last = toldOf(await sendTx(command, build, from));
  const proposalId = last?.proposal_id;
  for (const voter of voters) {
    // Refused, in the block or before it: that was said already.
    if (last === undefined || last.code !== undefined || isDecided(last)) return;
    last = await voteYes(command, BigInt(String(proposalId)), voter);
  }
}

const toldOf = (answer: JsonObject | undefined): JsonObject | undefined =>
  answer === undefined ? undefined : briefAnswer(answer);

async function voteYes(
  command: Command,
  proposalId: bigint,
  voter: string,
): Promise<JsonObject | undefined> {
  const option = VoteOption.VOTE_OPTION_YES;
  const ballot = { proposalId, option, metadata: "", exec: Exec.EXEC_TRY };
  const vote = ({ from }: TxSession) => [pack(MsgVote, { ...ballot, voter: from })];
  return toldOf(await sendTx(command, vote, { always: voter }));
}

/** Whether the last vote was enough; a proposal whose messages failed is tried again by no vote. */
const isDecided = ({ execution }: JsonObject): boolean =>
  execution === "success" || execution === "failure";

/** Before anything is sent: what cannot be voted on is not proposed either. */
function checkFlags(command: Command, flags: z.output<typeof schema>): void {
  if (flags.generateOnly || flags.dryRun) {
    throw new CliError("--voter does not go with --generate-only and --dry-run");
  }
  if (!(flags.wait ?? surroundings(command).client.wait)) {
    throw new CliError("--voter goes with --wait: votes come afterwards");
  }
  if (flags.sequence === undefined && flags.accountNumber === undefined) return;
  throw new CliError("--voter does not go with --sequence and --account-number of one account");
}
