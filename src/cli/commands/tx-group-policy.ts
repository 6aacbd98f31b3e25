import { Command } from "commander";
import { z } from "zod";
import {
  MsgCreateGroupPolicy,
  MsgCreateGroupWithPolicy,
  MsgUpdateGroupPolicyAdmin,
  MsgUpdateGroupPolicyDecisionPolicy,
  MsgUpdateGroupPolicyMetadata,
} from "../../gen/cosmos/group/v1.js";
import { pack } from "../../wire/any.js";
import { flagsOf } from "../options.js";
import { jsonFile } from "../tx/documents.js";
import { txFlags } from "../tx/flags.js";
import { MEMBERS_FILE, POLICY_FILE, readId, readMembers } from "../tx/group-files.js";
import { packJson } from "../tx/message-command.js";
import { sendTx } from "../tx/send.js";

/** What `tx group …` does with policies. */
export function groupPolicyCommands(): readonly Command[] {
  return [createPolicy(), createWithPolicy(), updateAdmin(), updateRules(), updateMetadata()];
}

const ADMIN = "key or address of the administrator, who signs";

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

/** A command of a policy's administrator, whose last argument says what changes. */
function policyCommand(
  name: string,
  summary: string,
  change: readonly [name: string, description: string],
): Command {
  return txFlags(
    new Command(name)
      .summary(summary)
      .description(`${summary}; proposals that are being voted on are given up`)
      .argument("<admin>", ADMIN)
      .argument("<group-policy>", "address of the policy")
      .argument(`<${change[0]}>`, change[1]),
  );
}

function updateAdmin(): Command {
  const command = policyCommand("update-group-policy-admin", "hand a policy over", [
    "new-admin",
    "key or address of the next administrator",
  ]);
  return command.action(async (admin: string, policy: string, next: string) => {
    await sendTx(
      command,
      async ({ from, address }) => [
        pack(MsgUpdateGroupPolicyAdmin, {
          admin: from,
          groupPolicyAddress: policy,
          newAdmin: await address(next),
        }),
      ],
      admin,
    );
  });
}

function updateRules(): Command {
  const command = policyCommand(
    "update-group-policy-decision-policy",
    "change how a policy decides",
    ["policy", POLICY_FILE],
  );
  return command.action(async (admin: string, policy: string, file: string) => {
    const said = { group_policy_address: policy, decision_policy: jsonFile(file) };
    await sendTx(
      command,
      ({ from }) => [packJson(MsgUpdateGroupPolicyDecisionPolicy, { ...said, admin: from })],
      admin,
    );
  });
}

function updateMetadata(): Command {
  const command = policyCommand("update-group-policy-metadata", "say something else of a policy", [
    "metadata",
    "up to 255 bytes",
  ]);
  return command.action(async (admin: string, policy: string, metadata: string) => {
    await sendTx(
      command,
      ({ from }) => [
        pack(MsgUpdateGroupPolicyMetadata, { admin: from, groupPolicyAddress: policy, metadata }),
      ],
      admin,
    );
  });
}
