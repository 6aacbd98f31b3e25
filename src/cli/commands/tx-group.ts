import { Argument, Command } from "commander";
import {
  MsgCreateGroup,
  MsgLeaveGroup,
  MsgUpdateGroupAdmin,
  MsgUpdateGroupMembers,
  MsgUpdateGroupMetadata,
} from "../../gen/cosmos/group/v1.js";
import { pack } from "../../wire/any.js";
import { readId } from "../options.js";
import { ADMIN, adminCommand, NEXT_ADMIN } from "../tx/admin-command.js";
import { txFlags } from "../tx/flags.js";
import { MEMBERS_FILE, readMembers } from "../tx/group-files.js";
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

const target = () => new Argument("<group-id>", "id of the group").argParser(readId);

function updateMembers(): Command {
  return adminCommand<bigint>({
    name: "update-group-members",
    summary: "add, weigh and remove members",
    target: target(),
    change: ["members", `${MEMBERS_FILE}; a weight of 0 removes`],
    async message({ from: admin, address }, groupId, file) {
      const memberUpdates = await readMembers(file, address);
      return pack(MsgUpdateGroupMembers, { admin, groupId, memberUpdates });
    },
  });
}

function updateAdmin(): Command {
  return adminCommand<bigint>({
    name: "update-group-admin",
    summary: "hand a group over",
    target: target(),
    change: NEXT_ADMIN,
    message: async ({ from: admin, address }, groupId, next) =>
      pack(MsgUpdateGroupAdmin, { admin, groupId, newAdmin: await address(next) }),
  });
}

function updateMetadata(): Command {
  return adminCommand<bigint>({
    name: "update-group-metadata",
    summary: "say something else of a group",
    target: target(),
    change: ["metadata", "up to 255 bytes"],
    message: ({ from: admin }, groupId, metadata) =>
      pack(MsgUpdateGroupMetadata, { admin, groupId, metadata }),
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
