import { Command } from "commander";
import { z } from "zod";
import type { FieldDescriptor, MessageType } from "../../wire/descriptor.js";
import { type FieldDefaults, fieldFlags, isGivable } from "../fields.js";
import { flagsOf } from "../options.js";
import { txFlags } from "./flags.js";
import {
  authorityOf,
  governanceProposal,
  proposalFlags,
  proposalSchema,
} from "./governance-proposal.js";
import { argumentValues, exampleHelp, jsonOf, packJson } from "./message-command.js";
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

const flagsSchema = proposalSchema.extend({ proposalSummary: z.string().default("") });

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
  command.option("--proposal-summary <text>", "summary of the proposal");
  return txFlags(command).action(async () => {
    const flags = flagsOf(command, flagsSchema);
    await sendTx(command, async (session) => {
      const given = { ...flags, ...argumentValues(command, type, args) };
      const said = await jsonOf(session, fields, given);
      const message = packJson(type, { ...said, authority: authorityOf(session) });
      const about = { title: spec.title, summary: flags.proposalSummary || spec.summary };
      return [governanceProposal(session, flags, about, message)];
    });
  });
}
