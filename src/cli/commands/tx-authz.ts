import { Command } from "commander";
import { z } from "zod";
import {
  GenericAuthorization,
  MsgExec,
  MsgGrant,
  MsgRevoke,
} from "../../gen/cosmos/authz/v1beta1.js";
import { SendAuthorization } from "../../gen/cosmos/bank/v1beta1.js";
import { AuthorizationType, StakeAuthorization } from "../../gen/cosmos/staking/v1beta1.js";
import { pack } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { CliError } from "../failure.js";
import { keyOperator } from "../keyring/key-address.js";
import { flagsOf } from "../options.js";
import { readCoins } from "../text/coins.js";
import { readTime } from "../text/times.js";
import { txFlags } from "../tx/flags.js";
import { sendTx } from "../tx/send.js";
import type { TxSession } from "../tx/session.js";
import { readTxFile } from "../tx/tx-file.js";

/** `tx authz …` */
export function txAuthzCommands(): readonly Command[] {
  return [grant(), revoke(), exec()];
}

const STAKE_TYPES: Readonly<Record<string, number>> = {
  delegate: AuthorizationType.AUTHORIZATION_TYPE_DELEGATE,
  unbond: AuthorizationType.AUTHORIZATION_TYPE_UNDELEGATE,
  redelegate: AuthorizationType.AUTHORIZATION_TYPE_REDELEGATE,
  "cancel-unbond": AuthorizationType.AUTHORIZATION_TYPE_CANCEL_UNBONDING_DELEGATION,
};

const KINDS = ["send", "generic", ...Object.keys(STAKE_TYPES)];

const grantSchema = z.object({
  spendLimit: z.string().default(""),
  msgType: z.string().optional(),
  allowList: z.string().default(""),
  allowedValidators: z.string().default(""),
  denyValidators: z.string().default(""),
  expiration: z.string().optional(),
});

type GrantFlags = z.output<typeof grantSchema>;

const GRANTEE = "key or address of who may act for the signer";

function grant(): Command {
  const command = new Command("grant")
    .summary("let an account send messages for the signer")
    .description(`Let an account act for the signer. TYPE is one of ${KINDS.join(", ")}.`)
    .argument("<grantee>", GRANTEE)
    .argument("<type>", "what it may do")
    .option("--spend-limit <coins>", "most that is sent or staked, as 1000uvna")
    .option("--msg-type <url>", "type URL of the messages, with generic")
    .option("--allow-list <accounts>", "who may be sent to, by commas, with send")
    .option("--allowed-validators <validators>", "who may be staked for, by commas")
    .option("--deny-validators <validators>", "who may not be staked for, by commas")
    .option("--expiration <time>", "2030-01-01T00:00:00Z, +24h from now, or Unix seconds");
  return txFlags(command).action(async (grantee: string, kind: string) => {
    const flags = flagsOf(command, grantSchema);
    await sendTx(command, async (session) => {
      const { expiration } = flags;
      const now = () => session.chain.latestTime();
      return [
        pack(MsgGrant, {
          granter: session.from,
          grantee: await session.address(grantee),
          grant: {
            authorization: await authorizationOf(session, kind, flags),
            expiration: expiration === undefined ? undefined : await readTime(expiration, now),
          },
        }),
      ];
    });
  });
}

async function authorizationOf(session: TxSession, kind: string, flags: GrantFlags): Promise<Any> {
  if (kind === "generic") {
    if (flags.msgType === undefined) throw new CliError("--msg-type is missing: a type URL");
    return pack(GenericAuthorization, { msg: flags.msgType });
  }
  const spendLimit = readCoins(flags.spendLimit);
  if (kind === "send") {
    const allowList = await each(flags.allowList, (text) => session.address(text));
    return pack(SendAuthorization, { spendLimit, allowList });
  }
  const authorizationType = Object.hasOwn(STAKE_TYPES, kind) ? STAKE_TYPES[kind] : undefined;
  if (authorizationType === undefined) {
    throw new CliError(`${kind} is none of ${KINDS.join(", ")}`);
  }
  const [maxTokens, ...more] = spendLimit;
  if (more.length > 0) throw new CliError("--spend-limit is one amount here, as 1000uvna");
  const operator = (text: string) => keyOperator(session.keyring, text);
  const allowed = await each(flags.allowedValidators, operator);
  const denied = await each(flags.denyValidators, operator);
  if (allowed.length > 0 === denied.length > 0) {
    throw new CliError("one of --allowed-validators and --deny-validators is needed");
  }
  const list = allowed.length > 0 ? { allowList: { address: allowed } } : undefined;
  return pack(StakeAuthorization, {
    maxTokens,
    authorizationType,
    ...(list ?? { denyList: { address: denied } }),
  });
}

/** The parts of a list by commas, each read. */
const each = (text: string, read: (part: string) => Promise<string>): Promise<string[]> =>
  Promise.all(
    text
      .split(",")
      .filter((part) => part !== "")
      .map(read),
  );

function revoke(): Command {
  const command = new Command("revoke")
    .summary("take back what an account may do for the signer")
    .argument("<grantee>", GRANTEE)
    .argument("<msg-type>", "type URL of the messages");
  return txFlags(command).action(async (grantee: string, msgTypeUrl: string) => {
    await sendTx(command, async ({ from: granter, address }) => [
      pack(MsgRevoke, { granter, grantee: await address(grantee), msgTypeUrl }),
    ]);
  });
}

function exec(): Command {
  const command = new Command("exec")
    .summary("send messages for accounts that let the signer do so")
    .description(
      "Send the messages of a transaction in FILE, made with --generate-only, as the signer.",
    )
    .argument("<file>", "JSON of the transaction, - for standard input");
  return txFlags(command).action(async (file: string) => {
    const { body } = readTxFile(file);
    await sendTx(command, ({ from: grantee }) => [pack(MsgExec, { grantee, msgs: body.messages })]);
  });
}
