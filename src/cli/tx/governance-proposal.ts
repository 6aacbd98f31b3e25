import type { Command } from "commander";
import { z } from "zod";
import { MsgSubmitProposal } from "../../gen/cosmos/gov/v1.js";
import { governanceAddress } from "../../keeper/governance.js";
import { pack } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { readCoins } from "../text/coins.js";
import type { TxSession } from "./session.js";

/** What the flags of a command say that proposes something to governance, beside what is its own. */
export const proposalSchema = z.looseObject({
  title: z.string().optional(),
  metadata: z.string().default(""),
  deposit: z.string().default(""),
  expedited: z.boolean().default(false),
});

/** Gives a command these flags. */
export function proposalFlags(command: Command): void {
  command
    .option("--deposit <coins>", "deposit of the proposal, as 10000000uvna")
    .option("--title <text>", "title of the proposal")
    .option("--metadata <text>", "more about the proposal, as a link")
    .option("--expedited", "ask for the shorter vote");
}

/** The message that proposes another one; `about` stands in for a title that no flag gives. Throws CliError. */
export function governanceProposal(
  { from: proposer }: TxSession,
  flags: z.output<typeof proposalSchema>,
  about: { readonly title: string; readonly summary: string },
  message: Any,
): Any {
  const { title = about.title, metadata, deposit, expedited } = flags;
  const said = { title, summary: about.summary, metadata, expedited };
  const initialDeposit = readCoins(deposit);
  return pack(MsgSubmitProposal, { messages: [message], proposer, initialDeposit, ...said });
}

/** Governance's account, which proposed messages name as their authority. */
export const authorityOf = ({ surroundings: { client } }: TxSession): string =>
  governanceAddress(client["bech32-prefix"]);
