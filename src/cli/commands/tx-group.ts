import { Command } from "commander";
import {
  MsgCreateGroup,
  MsgLeaveGroup,
  MsgUpdateGroupAdmin,
  MsgUpdateGroupMembers,
  MsgUpdateGroupMetadata,
} from "../../gen/cosmos/group/v1.js";
import { pack } from "../../wire/any.js";
import { txFlags } from "../tx/flags.js";
import { MEMBERS_FILE, readId, readMembers } from "../tx/group-files.js";
import { sendTx } from "../tx/send.js";
import { groupPolicyCommands } from "./tx-group-policy.js";
import { groupProposalCommands } from "./tx-group-proposal.js";

/** `tx group …` */
export function txGroupCommands(): readonly Command[] {
  return [
    createGroup(),
    updateMembers(),
    updateAdmin(),
    updateMetadata(),
    leaveGroup(),
    ...groupPolicyCommands(),
    ...groupProposalCommands(),
  ];
}

const ADMIN = "key or address of the administrator, who signs";

function createGroup(): Command {
  const command = new Command("create-group")
    .summary("create a group")
    .argument("<admin>", ADMIN)
    .argument("<metadata>")
    .argument("<members>", MEMBERS_FILE);
  return txFlags(command).action(async (admin: string, metadata: string, file: string) => {
    await sendTx(
      command,
      async ({ from, address }) => [
        pack(MsgCreateGroup, { admin: from, metadata, members: await readMembers(file, address) }),
      ],
      admin,
    );
  });
}

/** A command of a group's administrator, whose last argument says what changes. */
function groupCommand(
  name: string,
  summary: string,
  change: readonly [name: string, description: string],
): Command {
  return txFlags(
    new Command(name)
      .summary(summary)
      .argument("<admin>", ADMIN)
      .argument("<group-id>", "id of the group", readId)
      .argument(`<${change[0]}>`, change[1]),
  );
}

function updateMembers(): Command {
  const command = groupCommand("update-group-members", "add, weigh and remove members", [
    "members",
    `${MEMBERS_FILE}; a weight of 0 removes`,
  ]);
  return command.action(async (admin: string, groupId: bigint, file: string) => {
    await sendTx(
      command,
      async ({ from, address }) => {
        const memberUpdates = await readMembers(file, address);
        return [pack(MsgUpdateGroupMembers, { admin: from, groupId, memberUpdates })];
      },
      admin,
    );
  });
}

function updateAdmin(): Command {
  const command = groupCommand("update-group-admin", "hand a group over", [
    "new-admin",
    "key or address of the next administrator",
  ]);
  return command.action(async (admin: string, groupId: bigint, next: string) => {
    await sendTx(
      command,
      async ({ from, address }) => [
        pack(MsgUpdateGroupAdmin, { admin: from, groupId, newAdmin: await address(next) }),
      ],
      admin,
    );
  });
}

function updateMetadata(): Command {
  const command = groupCommand("update-group-metadata", "say something else of a group", [
    "metadata",
    "up to 255 bytes",
  ]);
  return command.action(async (admin: string, groupId: bigint, metadata: string) => {
    await sendTx(
      command,
      ({ from }) => [pack(MsgUpdateGroupMetadata, { admin: from, groupId, metadata })],
      admin,
    );
  });
}

function leaveGroup(): Command {
  const command = new Command("leave-group")
    .summary("leave a group")
    .argument("<member>", "key or address of the member, who signs")
    .argument("<group-id>", "id of the group", readId);
  return txFlags(command).action(async (member: string, groupId: bigint) => {
    await sendTx(command, ({ from }) => [pack(MsgLeaveGroup, { address: from, groupId })], member);
  });
}
