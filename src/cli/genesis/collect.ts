import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { MsgCreateValidator } from "../../gen/cosmos/staking/v1beta1.js";
import { addressBytes, addressText, decodeBech32 } from "../../keeper/addresses.js";
import { CliError, messageOf } from "../failure.js";
import { readTxFile, type WholeTx } from "../tx/tx-file.js";
import { type GenesisDocument, prefixOf, tryGenesis } from "./file.js";
import { checkStake, withGenTxs } from "./gentx.js";

/** A transaction of a validator, from its file. */
export interface CollectedGenTx {
  /** Name of the file. */
  readonly file: string;
  readonly tx: WholeTx;
  readonly message: MsgCreateValidator;
  /** `nodeid@host:port` */
  readonly peer: string;
}

/** What the transactions in a folder make of a genesis. */
export interface Collected {
  readonly document: GenesisDocument;
  readonly found: readonly CollectedGenTx[];
}

/** A peer as configurations write it. */
const PEER = /^[0-9a-f]{40}@[^@\s,]+:\d{1,5}$/;
const MOST_BYTES = 1_000_000;

/**
 * Puts the transactions of a folder into a genesis, in the order of their files' names, and runs the
 * whole of it. Throws CliError that names the file and what is wrong with it; nothing is written.
 */
export async function collectGenTxs(document: GenesisDocument, folder: string): Promise<Collected> {
  const found = filesOf(folder).map((file) => readGenTx(folder, file));
  if (found.length === 0) throw new CliError(`there is no gentx in ${folder}`);
  checkTwice(found);
  for (const { file, message } of found) {
    inFile(file, () => checkStake(document, accountOf(document, message), message.value));
  }
  const collected = withGenTxs(
    document,
    found.map(({ tx }) => tx),
  );
  try {
    await tryGenesis(collected);
  } catch (error) {
    throw new CliError(namingFile(messageOf(error), found));
  }
  return { document: collected, found };
}

function filesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) throw new CliError(`there is no folder ${folder}`);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort();
}

function readGenTx(folder: string, file: string): CollectedGenTx {
  return inFile(file, () => {
    const path = join(folder, file);
    if (statSync(path).size > MOST_BYTES) throw new CliError("too large for a gentx");
    const tx = readTxFile(path);
    const [first, ...more] = tx.body.messages;
    if (first?.typeUrl !== MsgCreateValidator.typeUrl || more.length > 0) {
      const types = tx.body.messages.map(({ typeUrl }) => typeUrl).join(", ");
      throw new CliError(`it must have one ${MsgCreateValidator.typeUrl}, not ${types || "none"}`);
    }
    const peer = tx.body.memo;
    if (!PEER.test(peer)) {
      throw new CliError(`its memo ${JSON.stringify(peer)} is no address of a node (id@host:port)`);
    }
    return { file, tx, message: MsgCreateValidator.decode(first.value), peer };
  });
}

/** Throws where two files make the same validator, or use the same key. */
function checkTwice(found: readonly CollectedGenTx[]): void {
  const seen = new Map<string, string>();
  for (const { file, message } of found) {
    const key = Buffer.from(message.pubkey?.value ?? []).toString("hex");
    for (const what of [`the validator ${message.validatorAddress}`, `the consensus key ${key}`]) {
      const other = seen.get(what);
      if (other !== undefined) throw new CliError(`${file}: ${what} is in ${other} too`);
      seen.set(what, file);
    }
  }
}

function accountOf(document: GenesisDocument, { validatorAddress }: MsgCreateValidator): string {
  const prefix = prefixOf(document);
  if (decodeBech32(validatorAddress)?.prefix !== `${prefix}valoper`) {
    throw new CliError(`${validatorAddress} is no address of an operator (${prefix}valoper1…)`);
  }
  return addressText(prefix, addressBytes(validatorAddress));
}

function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new CliError(`${file}: ${messageOf(error)}`);
  }
}

/** The run of a genesis numbers its transactions; people know them by their files. */
function namingFile(text: string, found: readonly CollectedGenTx[]): string {
  const index = /gen_txs\[(\d+)\]/.exec(text)?.[1];
  const file = index === undefined ? undefined : found[Number(index)]?.file;
  return file === undefined ? text : `${file}: ${text}`;
}
