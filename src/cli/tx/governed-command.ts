import { Command } from "commander";
import { z } from "zod";
import { MsgSubmitProposal } from "../../gen/cosmos/gov/v1.js";
import { governanceAddress } from "../../keeper/governance.js";
import { pack } from "../../wire/any.js";
import type { FieldDescriptor, MessageType } from "../../wire/descriptor.js";
import { type FieldDefaults, fieldFlags, isGivable } from "../fields.js";
import { flagsOf } from "../options.js";
import { readCoins } from "../text/coins.js";
import { txFlags } from "./flags.js";
import { exampleHelp, jsonOf, packJson } from "./message-command.js";
import { sendTx } from "./send.js";

/** A message that only governance may send, as a command that proposes it. */
export interface GovernedCommand {
  readonly name: string;
  readonly summary: string;
  readonly type: MessageType;
  /** Fields given as arguments. */
  readonly args?: readonly string[];
  /** Fields that no flag gives. */
  readonly without?: readonly string[];
  readonly defaults?: FieldDefaults;
  /** Title of the proposal where no flag gives one. */
  readonly title: string;
  /** Arguments and flags of an example in the help, without the names before the command's own. */
  readonly example: string;
}

const flagsSchema = z.looseObject({
  title: z.string().optional(),
  proposalSummary: z.string().default(""),
  metadata: z.string().default(""),
  deposit: z.string().default(""),
  expedited: z.boolean().default(false),
});

/** The command of a message of governance: it submits a proposal with just this message. */
export function governedCommand(spec: GovernedCommand): Command {
  const { type, args = [], without = [], defaults = {} } = spec;
  const command = new Command(spec.name)
    .summary(spec.summary)
    .description(`Submit a proposal of governance: ${spec.summary}. Validators and stakes vote.`);
  exampleHelp(command, spec.example);
  const all: readonly FieldDescriptor[] = type.fields;
  const fields = all.filter(
    (field) => isGivable(field) && field.name !== "authority" && !without.includes(field.name),
  );
  for (const arg of args) command.argument(`<${arg.replaceAll("_", "-")}>`);
  fieldFlags(
    command,
    fields.filter(({ name }) => !args.includes(name)),
    defaults,
  );
  proposalFlags(command);
  return txFlags(command).action(async () => {
    const flags = flagsOf(command, flagsSchema);
    await sendTx(command, async (session) => {
      const given = Object.fromEntries(
        fields
          .filter(({ name }) => args.includes(name))
          .map(({ name, key }) => [key, command.processedArgs[args.indexOf(name)]]),
      );
      const said = await jsonOf(session, fields, { ...flags, ...given });
      const authority = governanceAddress(session.surroundings.client["bech32-prefix"]);
      const proposal = MsgSubmitProposal.create({
        messages: [packJson(type, { ...said, authority })],
        initialDeposit: readCoins(flags.deposit),
        proposer: session.from,
        metadata: flags.metadata,
        title: flags.title ?? spec.title,
        summary: flags.proposalSummary === "" ? spec.summary : flags.proposalSummary,
        expedited: flags.expedited,
      });
      return [pack(MsgSubmitProposal, proposal)];
    });
  });
}

function proposalFlags(command: Command): void {
  command
    .option("--deposit <coins>", "deposit of the proposal, as 10000000uvna")
    .option("--title <text>", "title of the proposal")
    .option("--proposal-summary <text>", "summary of the proposal")
    .option("--metadata <text>", "metadata of the proposal")
    .option("--expedited", "vote in the shorter period");
}
