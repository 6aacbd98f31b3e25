import { Command } from "commander";
import { z } from "zod";
import {
  AllowedMsgAllowance,
  BasicAllowance,
  MsgGrantAllowance,
  MsgPruneAllowances,
  MsgRevokeAllowance,
  PeriodicAllowance,
} from "../../gen/cosmos/feegrant/v1beta1.js";
import { pack } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { CliError } from "../failure.js";
import { flagsOf } from "../options.js";
import { readCoins } from "../text/coins.js";
import { readPeriod, readTime } from "../text/times.js";
import { txFlags } from "../tx/flags.js";
import { sendTx } from "../tx/send.js";
import type { TxSession } from "../tx/session.js";

/** `tx feegrant …` */
export function txFeegrantCommands(): readonly Command[] {
  return [grant(), revoke(), prune()];
}

const grantSchema = z.object({
  spendLimit: z.string().default(""),
  expiration: z.string().optional(),
  period: z.string().optional(),
  periodLimit: z.string().optional(),
  allowedMessages: z.string().optional(),
});

type GrantFlags = z.output<typeof grantSchema>;

const GRANTER = "key or address of who pays, who signs";
const GRANTEE = "key or address of whose fees are paid";

function grant(): Command {
  const command = new Command("grant")
    .summary("pay the fees of an account")
    .description(
      "Pay the fees of an account: up to --spend-limit in all, or so much a period with --period and " +
        "--period-limit, until --expiration, for --allowed-messages alone; what is left out does not limit.",
    )
    .argument("<granter>", GRANTER)
    .argument("<grantee>", GRANTEE)
    .option("--spend-limit <coins>", "most that is paid, as 1000uvna")
    .option("--expiration <time>", "2030-01-01T00:00:00Z, or +24h from now")
    .option("--period <duration>", "seconds, or as 24h, after which the period's limit is renewed")
    .option("--period-limit <coins>", "most that is paid in a period")
    .option("--allowed-messages <types>", "type URLs of the messages that are paid for, by commas");
  return txFlags(command).action(async (granter: string, grantee: string) => {
    const flags = flagsOf(command, grantSchema);
    await sendTx(
      command,
      async (session) => [
        pack(MsgGrantAllowance, {
          granter: await session.address(granter),
          grantee: await session.address(grantee),
          allowance: await allowanceOf(session, flags),
        }),
      ],
      granter,
    );
  });
}

async function allowanceOf(session: TxSession, flags: GrantFlags): Promise<Any> {
  const inner = await limitsOf(session, flags);
  if (flags.allowedMessages === undefined) return inner;
  const allowedMessages = flags.allowedMessages.split(",").filter((type) => type !== "");
  return pack(AllowedMsgAllowance, { allowance: inner, allowedMessages });
}

async function limitsOf({ chain }: TxSession, flags: GrantFlags): Promise<Any> {
  const now = () => chain.latestTime();
  const expiration =
    flags.expiration === undefined ? undefined : await readTime(flags.expiration, now);
  const basic = { spendLimit: readCoins(flags.spendLimit), expiration };
  const { period: periodText, periodLimit } = flags;
  if (periodText === undefined && periodLimit === undefined) return pack(BasicAllowance, basic);
  if (periodText === undefined || periodLimit === undefined) {
    throw new CliError("--period and --period-limit go together");
  }
  const period = readPeriod(periodText);
  const periodReset = (await now()) + period;
  if (expiration !== undefined && periodReset > expiration) {
    throw new CliError("the first period would end after the expiration");
  }
  const limit = readCoins(periodLimit);
  return pack(PeriodicAllowance, {
    basic,
    period,
    periodSpendLimit: limit,
    periodCanSpend: limit,
    periodReset,
  });
}

function revoke(): Command {
  const command = new Command("revoke")
    .summary("pay the fees of an account no longer")
    .argument("<granter>", GRANTER)
    .argument("<grantee>", GRANTEE);
  return txFlags(command).action(async (granter: string, grantee: string) => {
    await sendTx(
      command,
      async ({ address }) => [
        pack(MsgRevokeAllowance, {
          granter: await address(granter),
          grantee: await address(grantee),
        }),
      ],
      granter,
    );
  });
}

function prune(): Command {
  const command = new Command("prune").summary("remove allowances that have ended, 75 at most");
  return txFlags(command).action(async () => {
    await sendTx(command, ({ from }) => [pack(MsgPruneAllowances, { pruner: from })]);
  });
}
