import type { Command } from "commander";
import {
  MsgGrantOperatorAuthorization,
  MsgRevokeOperatorAuthorization,
} from "../../gen/verana/de/v1.js";
import { messageCommand } from "../tx/message-command.js";

/** `tx de …`: what an operator does who may grant and revoke; a corporation decides by `tx co grant-operator`. */
export function txDelegationCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "grant-operator-authz",
      summary: "let an account act for the corporation that the signer is an operator of",
      type: MsgGrantOperatorAuthorization,
      args: ["grantee"],
      example:
        "grant-operator-authz carol --msg-types StoreDigest --authz-spend-limit 5000000uvna " +
        "--authz-spend-limit-period 30d --expiration +30d --from bob",
    }),
    messageCommand({
      name: "revoke-operator-authz",
      summary: "take an account's authorization back, as an operator of the corporation",
      type: MsgRevokeOperatorAuthorization,
      args: ["grantee"],
      example: "revoke-operator-authz carol --from bob",
    }),
  ];
}
