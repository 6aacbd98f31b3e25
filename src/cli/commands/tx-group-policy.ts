import { Argument, Command } from "commander";
import { z } from "zod";
import {
  MsgCreateGroupPolicy,
  MsgCreateGroupWithPolicy,
  MsgUpdateGroupPolicyAdmin,
  MsgUpdateGroupPolicyDecisionPolicy,
  MsgUpdateGroupPolicyMetadata,
} from "../../gen/cosmos/group/v1.js";
import { pack } from "../../wire/any.js";
import { flagsOf, readId } from "../options.js";
import { ADMIN, adminCommand, NEXT_ADMIN } from "../tx/admin-command.js";
import { jsonFile } from "../tx/documents.js";
import { txFlags } from "../tx/flags.js";
import { MEMBERS_FILE, POLICY_FILE, readMembers } from "../tx/group-files.js";
import { packJson } from "../tx/message-command.js";
import { sendTx } from "../tx/send.js";

/** What `tx group …` does with policies. */
export function groupPolicyCommands(): readonly Command[] {
  return [createPolicy(), createWithPolicy(), updateAdmin(), updateRules(), updateMetadata()];
}

function createPolicy(): Command {
  const command = new Command("create-group-policy")
    .summary("create a policy of a group")
    .argument("<admin>", "key or address of the group's administrator, who signs")
    .argument("<group-id>", "id of the group", readId)
    .argument("<metadata>")
    .argument("<policy>", POLICY_FILE);
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
    .argument("<admin>", ADMIN)
    .argument("<group-metadata>")
    .argument("<policy-metadata>")
    .argument("<members>", MEMBERS_FILE)
    .argument("<policy>", POLICY_FILE)
    .option("--group-policy-as-admin", "the policy administers the group and itself");
  return txFlags(command).action(async (admin: string) => {
    const texts = z.array(z.string()).parse(command.processedArgs);
    const [, groupMetadata = "", policyMetadata = "", membersFile = "", policyFile = ""] = texts;
    const { groupPolicyAsAdmin } = flagsOf(
      command,
      z.object({ groupPolicyAsAdmin: z.boolean().default(false) }),
    );
    const said = {
      group_metadata: groupMetadata,
      group_policy_metadata: policyMetadata,
      group_policy_as_admin: groupPolicyAsAdmin,
      decision_policy: jsonFile(policyFile),
    };
    await sendTx(
      command,
      async ({ from, address }) => {
        const members = await readMembers(membersFile, address);
        return [packJson(MsgCreateGroupWithPolicy, { ...said, admin: from, members })];
      },
      admin,
    );
  });
}

const target = () => new Argument("<group-policy>", "address of the policy");
const note = "proposals that are being voted on are given up";

function updateAdmin(): Command {
  return adminCommand<string>({
    ...{ name: "update-group-policy-admin", summary: "hand a policy over", note },
    target: target(),
    change: NEXT_ADMIN,
    message: async ({ from: admin, address }, groupPolicyAddress, next) =>
      pack(MsgUpdateGroupPolicyAdmin, {
        admin,
        groupPolicyAddress,
        newAdmin: await address(next),
      }),
  });
}

function updateRules(): Command {
  return adminCommand<string>({
    ...{
      name: "update-group-policy-decision-policy",
      summary: "change how a policy decides",
      note,
    },
    target: target(),
    change: ["policy", POLICY_FILE],
    message: ({ from: admin }, group_policy_address, file) =>
      packJson(MsgUpdateGroupPolicyDecisionPolicy, {
        ...{ admin, group_policy_address },
        decision_policy: jsonFile(file),
      }),
  });
}

function updateMetadata(): Command {
  return adminCommand<string>({
    ...{ name: "update-group-policy-metadata", summary: "say something else of a policy", note },
    target: target(),
    change: ["metadata", "up to 255 bytes"],
    message: ({ from: admin }, groupPolicyAddress, metadata) =>
      pack(MsgUpdateGroupPolicyMetadata, { admin, groupPolicyAddress, metadata }),
  });
}
