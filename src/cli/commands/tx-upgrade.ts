import { Command } from "commander";
import { z } from "zod";
import { MsgCancelUpgrade, MsgSoftwareUpgrade, Plan } from "../../gen/cosmos/upgrade/v1beta1.js";
import { pack } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { flagsOf, wholeNumber } from "../options.js";
import { txFlags } from "../tx/flags.js";
import {
  authorityOf,
  governanceProposal,
  proposalFlags,
  proposalSchema,
} from "../tx/governance-proposal.js";
import { sendTx } from "../tx/send.js";

/** `tx upgrade …`: proposals to governance, whose account alone schedules upgrades. */
export function txUpgradeCommands(): readonly Command[] {
  return [softwareUpgrade(), cancelSoftwareUpgrade()];
}

const flagsSchema = proposalSchema.extend({
  summary: z.string().optional(),
  authority: z.string().optional(),
});

const upgradeSchema = flagsSchema.extend({
  upgradeHeight: z.number(),
  upgradeInfo: z.string().default(""),
});

function softwareUpgrade(): Command {
  const command = new Command("software-upgrade")
    .summary("propose that the chain goes on with another version from a height on")
    .argument("<name>", "name that the other version knows")
    .requiredOption("--upgrade-height <height>", "block before which nodes stop", wholeNumber)
    .option("--upgrade-info <text>", "what operators should know, as where the version is");
  return withFlags(command).action(async (name: string) => {
    const flags = flagsOf(command, upgradeSchema);
    const height = BigInt(flags.upgradeHeight);
    const plan = Plan.create({ name, height, info: flags.upgradeInfo });
    const about = { title: `Upgrade ${name}`, summary: `Upgrade ${name} at height ${height}` };
    await propose(command, about, (authority) => pack(MsgSoftwareUpgrade, { authority, plan }));
  });
}

function cancelSoftwareUpgrade(): Command {
  const command = new Command("cancel-software-upgrade").summary(
    "propose that the upgrade that waits is forgotten",
  );
  return withFlags(command).action(async () => {
    const about = { title: "Cancel the upgrade", summary: "Forget the upgrade that waits" };
    await propose(command, about, (authority) => pack(MsgCancelUpgrade, { authority }));
  });
}

function withFlags(command: Command): Command {
  proposalFlags(command);
  command
    .option("--summary <text>", "what it is for")
    .option("--authority <address>", "account of the message (default: governance's)");
  return txFlags(command);
}

/** Sends a proposal with the one message; what its flags leave out is told by `about`. */
async function propose(
  command: Command,
  about: { readonly title: string; readonly summary: string },
  messageOf: (authority: string) => Any,
): Promise<void> {
  const flags = flagsOf(command, flagsSchema);
  const { summary = about.summary } = flags;
  await sendTx(command, (session) => {
    const message = messageOf(flags.authority ?? authorityOf(session));
    return [governanceProposal(session, flags, { ...about, summary }, message)];
  });
}
