import { Command } from "commander";
import { z } from "zod";
import { Exec, MsgSubmitProposal } from "../../gen/cosmos/group/v1.js";
import { MsgCreateCorporation } from "../../gen/verana/co/v1.js";
import { MsgGrantOperatorAuthorization } from "../../gen/verana/de/v1.js";
import { MsgRegisterCorporation } from "../../gen/vpr/co/v1.js";
import { delegableTypes, SESSION_TYPE } from "../../modules/de/index.js";
import { pack } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { fieldFlags } from "../fields.js";
import { flagsOf } from "../options.js";
import { memberCorporation, policyOf } from "../tx/corporations.js";
import { decision, decisionFlags } from "../tx/decision.js";
import { txFlags } from "../tx/flags.js";
import {
  givenFields,
  jsonOf,
  messageCommand,
  packJson,
  withDigest,
} from "../tx/message-command.js";
import { sendTx } from "../tx/send.js";
import type { TxSession } from "../tx/session.js";
import { submitAndVote, voterFlag } from "../tx/vote-at-once.js";

/** `tx co …` */
export function txCorporationCommands(): readonly Command[] {
  return [createCommand(), registerCommand(), grantOperatorCommand()];
}

const values = z.looseObject({});

function createCommand(): Command {
  const command = new Command("create-corporation")
    .alias("create")
    .summary("create a corporation with its group and policy")
    .description("Create a group of members, the policy by which it decides, and the corporation");
  const fields = givenFields(MsgCreateCorporation).filter(({ name }) => name !== "members");
  fieldFlags(command, fields, { language: "en" });
  command.option("--doc-file <file>", "work the digest out from this copy of the document");
  return txFlags(decisionFlags(command)).action(async () => {
    const flags = withDigest(flagsOf(command, values));
    await sendTx(command, async (session) => {
      const { members, policy } = decision(flags, session.from);
      const said = await jsonOf(session, fields, flags);
      const { typeUrl, value } = packJson(MsgCreateCorporation, said);
      const message = {
        ...MsgCreateCorporation.decode(value),
        signer: session.from,
        decisionPolicy: policy,
        members: await Promise.all(
          members.map(async ({ account, weight }) => ({
            address: await session.address(account),
            weight: weight.toString(),
            metadata: "",
          })),
        ),
      };
      return [{ typeUrl, value: MsgCreateCorporation.encode(message) }];
    });
  });
}

function registerCommand(): Command {
  return messageCommand({
    name: "register-corporation",
    summary: "register a group that exists as a corporation",
    type: MsgRegisterCorporation,
    defaults: { language: "en" },
  });
}

/** What an operator does from day to day: all that can be delegated but delegating itself. */
const EVERYDAY: readonly string[] = delegableTypes.filter(
  (type) => type !== SESSION_TYPE && !type.startsWith("/verana.de."),
);

function grantOperatorCommand(): Command {
  const command = new Command("grant-operator")
    .summary("propose that an account acts for the corporation")
    .description(
      "Submit a group proposal that lets an account act for the corporation; the members then vote, " +
        "those of --voter at once. The signer's own yes counts at once. Without --msg-types the account may do all that can be " +
        "delegated, but delegating itself.",
    )
    .argument("<grantee>", "key or address of the operator")
    .option("--corporation <id>", "id or policy address (default: the one the signer is member of)")
    .option("--title <text>", "title of the proposal")
    .option("--summary <text>", "summary of the proposal");
  const fields = givenFields(MsgGrantOperatorAuthorization).filter(
    ({ name }) => name !== "grantee",
  );
  fieldFlags(command, fields);
  return txFlags(voterFlag(command)).action(async (grantee: string) => {
    const flags = flagsOf(command, values);
    await submitAndVote(command, async (session) => {
      const policy =
        typeof flags.corporation === "string"
          ? await policyOf(session, flags.corporation)
          : await memberCorporation(session);
      const said = await jsonOf(session, fields, flags);
      const grant = {
        msg_types: EVERYDAY,
        ...said,
        corporation: policy,
        grantee: await session.address(grantee),
      };
      return [proposal(session, flags, policy, packJson(MsgGrantOperatorAuthorization, grant))];
    });
  });
}

function proposal(
  session: TxSession,
  flags: Readonly<Record<string, unknown>>,
  groupPolicyAddress: string,
  message: Any,
): Any {
  const title = typeof flags.title === "string" ? flags.title : "Grant an operator";
  const summary =
    typeof flags.summary === "string" ? flags.summary : "Let an account act for the corporation";
  return pack(MsgSubmitProposal, {
    groupPolicyAddress,
    proposers: [session.from],
    metadata: "",
    messages: [message],
    exec: Exec.EXEC_TRY,
    title,
    summary,
  });
}
