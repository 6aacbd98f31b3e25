import { Command } from "commander";
import { z } from "zod";
import { MsgSubmitProposal } from "../../gen/cosmos/gov/v1.js";
import { MsgCancelUpgrade, MsgSoftwareUpgrade, Plan } from "../../gen/cosmos/upgrade/v1beta1.js";
import { governanceAddress } from "../../keeper/governance.js";
import { pack } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { flagsOf, wholeNumber } from "../options.js";
import { readCoins } from "../text/coins.js";
import { txFlags } from "../tx/flags.js";
import { sendTx } from "../tx/send.js";

/** `tx upgrade …`: proposals to governance, whose account alone schedules upgrades. */
export function txUpgradeCommands(): readonly Command[] {
  return [softwareUpgrade(), cancelSoftwareUpgrade()];
}

const proposalSchema = z.object({
  title: z.string().optional(),
  summary: z.string().optional(),
  metadata: z.string().default(""),
  deposit: z.string().default(""),
  expedited: z.boolean().default(false),
  authority: z.string().optional(),
});

const upgradeSchema = proposalSchema.extend({
  upgradeHeight: z.number(),
  upgradeInfo: z.string().default(""),
});

function softwareUpgrade(): Command {
  const command = new Command("software-upgrade")
    .summary("propose that the chain goes on with another version from a height on")
    .argument("<name>", "name that the other version knows")
    .requiredOption("--upgrade-height <height>", "block before which nodes stop", wholeNumber)
    .option("--upgrade-info <text>", "what operators should know, as where the version is");
  return proposalFlags(command).action(async (name: string) => {
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
  return proposalFlags(command).action(async () => {
    const about = { title: "Cancel the upgrade", summary: "Forget the upgrade that waits" };
    await propose(command, about, (authority) => pack(MsgCancelUpgrade, { authority }));
  });
}

function proposalFlags(command: Command): Command {
  command
    .option("--title <text>", "title of the proposal")
    .option("--summary <text>", "what it is for")
    .option("--metadata <text>", "more about it, as a link")
    .option("--deposit <coins>", "what is deposited at once, as 10000000uvna")
    .option("--expedited", "ask for the shorter vote")
    .option("--authority <address>", "account of the message (default: governance's)");
  return txFlags(command);
}

/** Sends a proposal with the one message; what its flags leave out is told by `about`. */
async function propose(
  command: Command,
  about: { readonly title: string; readonly summary: string },
  messageOf: (authority: string) => Any,
): Promise<void> {
  const flags = flagsOf(command, proposalSchema);
  const { title = about.title, summary = about.summary, metadata, deposit, expedited } = flags;
  const initialDeposit = deposit === "" ? [] : readCoins(deposit);
  await sendTx(command, ({ from: proposer, surroundings: { client } }) => {
    const authority = flags.authority ?? governanceAddress(client["bech32-prefix"]);
    const messages = [messageOf(authority)];
    const given = { title, summary, metadata, expedited, initialDeposit };
    return [pack(MsgSubmitProposal, { messages, proposer, ...given })];
  });
}
