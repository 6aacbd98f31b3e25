import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { AuthInfo, Fee, Tx, TxBody } from "../../gen/cosmos/tx/v1beta1.js";
import { registry } from "../../gen/registry.js";
import type { Any } from "../../wire/descriptor.js";
import { type JsonObject, toJson } from "../../wire/proto-json.js";
import { Chain } from "../chain/chain.js";
import { briefAnswer, broadcastAnswer, includedAnswer } from "../chain/tx-answer.js";
import { untilIncluded } from "../chain/wait.js";
import { CliError } from "../failure.js";
import type { Output, Surroundings } from "../options.js";
import { print, printLines, say } from "../output.js";
import { readDuration } from "../text/durations.js";
import { type Cost, costText, feesOf } from "./cost.js";
import type { TxFlags } from "./flags.js";
import { type SignerChoice, type TxSession, txSession } from "./session.js";
import type { Signer } from "./signing.js";

/** How long `--wait` waits, milliseconds. */
const WAIT_MS = 60_000;

/**
 * Runs a transaction command: builds its messages, then estimates, signs, broadcasts and prints as the
 * flags say. Exit status 1 where the chain refuses. Returns the transaction in its block, where that
 * was waited for.
 */
export async function sendTx(
  command: Command,
  build: (session: TxSession) => Promise<readonly Any[]> | readonly Any[],
  from?: SignerChoice,
): Promise<JsonObject | undefined> {
  const session = await txSession(command, from);
  checkTxFlags(session.flags);
  const messages = await build(session);
  const { flags } = session;
  if (flags.generateOnly) {
    printUnsigned(session, messages);
    return undefined;
  }
  // CosmJS is large; only who signs loads it.
  const { openSigner } = await import("./signing.js");
  const signer = await openSigner(session);
  try {
    if (!flags.dryRun) return await broadcast(session, signer, messages);
    await signer.estimate(messages);
    return undefined;
  } finally {
    signer.close();
  }
}

async function broadcast(
  session: TxSession,
  signer: Signer,
  messages: readonly Any[],
): Promise<JsonObject | undefined> {
  const { flags, surroundings } = session;
  const gas = flags.gas === "auto" ? await signer.estimate(messages) : BigInt(flags.gas);
  const cost = { gas, fees: feesOf(session, gas) };
  const bytes = await signer.sign(messages, cost);
  await confirm(session, messages, cost);
  return await broadcastBytes(surroundings, flags, bytes);
}

/**
 * Broadcasts a signed transaction and prints what became of it, as the flags say; the transaction in
 * its block, where that was waited for. Throws CliError.
 */
export async function broadcastBytes(
  { node, client, output }: Surroundings,
  flags: Pick<TxFlags, "broadcastMode" | "wait">,
  bytes: Uint8Array,
): Promise<JsonObject | undefined> {
  const chain = new Chain(node);
  const usual = client["broadcast-mode"] === "async" ? "async" : "sync";
  const answer = await chain.broadcast(bytes, flags.broadcastMode ?? usual);
  if (answer.code !== 0 || !(flags.wait ?? client.wait)) {
    printAnswer(output, broadcastAnswer(answer));
    return undefined;
  }
  const included = await includedAnswer(chain, await untilIncluded(chain, answer.hash, WAIT_MS));
  printAnswer(output, included);
  return included;
}

/** Throws CliError for flags that are known elsewhere, but not here, or not together. */
function checkTxFlags(flags: TxFlags): void {
  if (flags.ledger) throw new CliError("--ledger: there is no support of devices");
  if (flags.aux) throw new CliError("--aux: signatures for somebody who pays are not made here");
  if (flags.tip !== undefined) throw new CliError("--tip: the chain knows no tips");
  if (flags.unordered && flags.timeoutDuration === undefined) {
    throw new CliError("--unordered needs --timeout-duration");
  }
  if (flags.generateOnly) return;
  if (flags.offline) throw new CliError("cannot broadcast tx during offline mode");
  if (flags.unordered || flags.timeoutDuration !== undefined || flags.feePayer !== "") {
    throw new CliError(
      "--unordered, --timeout-duration and --fee-payer go with --generate-only; then tx sign",
    );
  }
}

function printAnswer(output: Output | undefined, answer: JsonObject): void {
  if (output === "brief") printLines(briefAnswer(answer));
  else print(answer, output === "text" ? output : "line");
  if (answer.code === 0) return;
  say(`refused: ${answer.raw_log} (${answer.codespace} ${answer.code})`);
  process.exitCode = 1;
}

function printUnsigned(session: TxSession, messages: readonly Any[]): void {
  const { flags, surroundings } = session;
  const gasLimit = flags.gas === "auto" ? 200_000n : BigInt(flags.gas);
  const timeoutHeight = BigInt(flags.timeoutHeight);
  const tx = Tx.create({
    body: TxBody.create({
      messages: [...messages],
      memo: flags.note,
      timeoutHeight,
      unordered: flags.unordered,
      ...(flags.timeoutDuration === undefined
        ? {}
        : { timeoutTimestamp: fromNow(readDuration(flags.timeoutDuration)) }),
    }),
    authInfo: AuthInfo.create({
      fee: Fee.create({
        amount: [...feesOf(session, gasLimit)],
        gasLimit,
        granter: flags.feeGranter,
        payer: flags.feePayer,
      }),
    }),
  });
  print(toJson(Tx, tx, { registry }), surroundings.output === "text" ? "text" : "line");
}

function fromNow(nanoseconds: bigint): bigint {
  return BigInt(Date.now()) * 1_000_000n + nanoseconds;
}

async function confirm(session: TxSession, messages: readonly Any[], cost: Cost): Promise<void> {
  if (session.flags.yes || !session.surroundings.client.confirm) return;
  const what = messages.map(({ typeUrl }) => typeUrl).join(", ");
  if (!process.stdin.isTTY) throw new CliError("confirmation is needed: use --yes");
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const said = await asking.question(`${what}, ${costText(cost)}: sign and broadcast? [y/N] `);
  asking.close();
  if (!/^y(es)?$/i.test(said.trim())) throw new CliError("canceled transaction");
}
