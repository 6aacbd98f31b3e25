import type { Command } from "commander";
import {
  MsgReclaimTrustDepositYield,
  MsgRepaySlashedTrustDeposit,
} from "../../gen/verana/td/v1.js";
import { messageCommand } from "../tx/message-command.js";

/** `tx td …` */
export function txTrustDepositCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "reclaim-yield",
      summary: "pay out what the corporation's trust deposit earned",
      type: MsgReclaimTrustDepositYield,
      example: "reclaim-yield --from dave",
    }),
    messageCommand({
      name: "repay-slashed-td",
      summary: "repay what governance slashed of the corporation's trust deposit",
      type: MsgRepaySlashedTrustDeposit,
      example: "repay-slashed-td 1000 --from dave",
      args: ["deposit"],
    }),
  ];
}
