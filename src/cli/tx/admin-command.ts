import { type Argument, Command } from "commander";
import type { Any } from "../../wire/descriptor.js";
import { txFlags } from "./flags.js";
import { sendTx } from "./send.js";
import type { TxSession } from "./session.js";

/** Who administers a group or a policy, as help tells it. */
export const ADMIN = "key or address of the administrator, who signs";

/** What commands that hand something over take. */
export const NEXT_ADMIN = ["new-admin", "key or address of the next administrator"] as const;

/** A change that the administrator of a `T` makes: `NAME <admin> <T> <change>`. */
export interface AdminCommand<T> {
  readonly name: string;
  readonly summary: string;
  /** What help says beside that. */
  readonly note?: string;
  /** Names the group or the policy; its parser, if it has one, gives a `T`. */
  readonly target: Argument;
  readonly change: readonly [name: string, description: string];
  message(session: TxSession, target: T, change: string): Any | Promise<Any>;
}

/** The command of such a change. */
export function adminCommand<T>(spec: AdminCommand<T>): Command {
  const { name, summary, note, target, change } = spec;
  const command = new Command(name)
    .summary(summary)
    .description(note === undefined ? "" : `${summary}; ${note}`)
    .argument("<admin>", ADMIN)
    .addArgument(target)
    .argument(`<${change[0]}>`, change[1]);
  return txFlags(command).action(async (admin: string, of: T, text: string) => {
    await sendTx(command, async (session) => [await spec.message(session, of, text)], admin);
  });
}
