import { Command } from "commander";
import { z } from "zod";
import { Exec, MsgSubmitProposal } from "../../gen/cosmos/group/v1.js";
import { MsgCreateCorporation, MsgUpdateCorporation } from "../../gen/verana/co/v1.js";
import {
  MsgGrantOperatorAuthorization,
  MsgRevokeOperatorAuthorization,
} from "../../gen/verana/de/v1.js";
import { MsgArchiveCorporation, MsgRegisterCorporation } from "../../gen/vpr/co/v1.js";
import { pack } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { fieldFlags } from "../fields.js";
import { flagsOf } from "../options.js";
import { memberCorporation, policyOf } from "../tx/corporations.js";
import { decision, decisionFlags } from "../tx/decision.js";
import { txFlags } from "../tx/flags.js";
import {
  exampleHelp,
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
  return [
    createCommand(),
    registerCommand(),
    updateCommand(),
    archiveCommand(),
    grantOperatorCommand(),
    revokeOperatorCommand(),
  ];
}

const values = z.looseObject({});

function createCommand(): Command {
  const command = new Command("create-corporation")
    .alias("create")
    .summary("create a corporation with its group and policy")
    .description("Create a group of members, the policy by which it decides, and the corporation");
  exampleHelp(
    command,
    "create-corporation --did did:web:example.org --member alice,bob,carol --threshold 2 " +
      "--doc-url https://example.org/framework.pdf --doc-file framework.pdf --from alice",
  );
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
    aliases: ["register"],
    defaults: { language: "en" },
    example:
      "register-corporation --corporation <policy-address> --did did:web:example.org " +
      "--doc-url https://example.org/framework.pdf --doc-file framework.pdf --from bob",
  });
}

function updateCommand(): Command {
  return messageCommand({
    name: "update-corporation",
    summary: "give the corporation another DID",
    type: MsgUpdateCorporation,
    aliases: ["update"],
    args: ["did"],
    example: "update-corporation did:web:new.example.org --from bob",
  });
}

function archiveCommand(): Command {
  return messageCommand({
    name: "archive-corporation",
    summary: "archive the corporation, or take it back without --archive",
    type: MsgArchiveCorporation,
    aliases: ["archive"],
    example: "archive-corporation --archive --from bob",
  });
}

/** What an operator does from day to day: all that can be delegated but delegating itself. */
async function everyday(): Promise<readonly string[]> {
  const { delegableTypes, SESSION_TYPE } = await import("../../modules/de/index.js");
  return delegableTypes.filter((type) => type !== SESSION_TYPE && !type.startsWith("/verana.de."));
}

function grantOperatorCommand(): Command {
  const command = new Command("grant-operator")
    .summary("propose that an account acts for the corporation")
    .description(
      "Submit a group proposal that lets an account act for the corporation; the members then vote, " +
        "those of --voter at once. The signer's own yes counts at once. Without --msg-types the account may do all that can be " +
        "delegated, but delegating itself.",
    )
    .argument("<grantee>", "key or address of the operator");
  proposalFlags(command);
  exampleHelp(
    command,
    "grant-operator bob --voter carol --with-feegrant --feegrant-spend-limit 5000000uvna " +
      "--expiration +30d --from alice",
  );
  const fields = givenFields(MsgGrantOperatorAuthorization).filter(
    ({ name }) => name !== "grantee",
  );
  fieldFlags(command, fields);
  return txFlags(voterFlag(command)).action(async (grantee: string) => {
    const flags = flagsOf(command, values);
    await submitAndVote(command, async (session) => {
      const policy = await policyFor(session, flags);
      const said = await jsonOf(session, fields, flags);
      const grant = {
        msg_types: await everyday(),
        ...said,
        corporation: policy,
        grantee: await session.address(grantee),
      };
      const message = packJson(MsgGrantOperatorAuthorization, grant);
      return [proposal(session, flags, policy, message, GRANT)];
    });
  });
}

const GRANT = { title: "Grant an operator", summary: "Let an account act for the corporation" };

const REVOKE = { title: "Revoke an operator", summary: "An account acts for it no more" };

function revokeOperatorCommand(): Command {
  const command = new Command("revoke-operator")
    .summary("propose that an account acts for the corporation no more")
    .description(
      "Submit a group proposal that takes an account's authorization back, with the fees that the " +
        "corporation pays for it; the members then vote, those of --voter at once. The signer's own yes " +
        "counts at once.",
    )
    .argument("<grantee>", "key or address of the operator");
  proposalFlags(command);
  exampleHelp(command, "revoke-operator bob --voter carol --from alice");
  return txFlags(voterFlag(command)).action(async (grantee: string) => {
    const flags = flagsOf(command, values);
    await submitAndVote(command, async (session) => {
      const corporation = await policyFor(session, flags);
      const revoked = { corporation, grantee: await session.address(grantee) };
      const message = packJson(MsgRevokeOperatorAuthorization, revoked);
      return [proposal(session, flags, corporation, message, REVOKE)];
    });
  });
}

function proposalFlags(command: Command): void {
  command
    .option("--corporation <id>", "id or policy address (default: the one the signer is member of)")
    .option("--title <text>", "title of the proposal")
    .option("--summary <text>", "summary of the proposal");
}

function policyFor(
  session: TxSession,
  { corporation }: Readonly<Record<string, unknown>>,
): Promise<string> {
  return typeof corporation === "string"
    ? policyOf(session, corporation)
    : memberCorporation(session);
}

function proposal(
  session: TxSession,
  flags: Readonly<Record<string, unknown>>,
  groupPolicyAddress: string,
  message: Any,
  said: { readonly title: string; readonly summary: string },
): Any {
  const title = typeof flags.title === "string" ? flags.title : said.title;
  const summary = typeof flags.summary === "string" ? flags.summary : said.summary;
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
