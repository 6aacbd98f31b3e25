import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  BaseAccount,
  QueryAccountRequest,
  QueryAccountResponse,
} from "../../src/gen/cosmos/auth/v1beta1.js";
import { type Person, peopleOf, sign } from "../../test/support/app-chain.js";
import { transfer } from "../../test/support/messages.js";
import { must } from "../check.js";

/** Who sends while nodes are killed. */
export const SENDERS = 4;

/** A transaction that the node showed in a block. */
export interface Acknowledged {
  readonly hash: string;
  readonly height: string;
}

const LOOK_AGAIN_MS = 15;
const PATIENCE_MS = 90_000;

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
type Json = any;

/** The result of an RPC method, or `{ error }`; undefined when nobody answers. */
export async function ask(url: string, path: string): Promise<Json | undefined> {
  try {
    const response = await fetch(`${url}/${path}`, { signal: AbortSignal.timeout(5_000) });
    const { result, error } = (await response.json()) as Json;
    return result ?? { error };
  } catch {
    return undefined;
  }
}

/** Height of the last block; 0 when nobody answers. */
export async function heightOf(url: string): Promise<number> {
  const status = await ask(url, "status");
  return Number(status?.sync_info?.latest_block_height ?? 0);
}

/** Resolves when the chain is at a height. Rejects when that takes too long, or `isOver` says so. */
export async function reached(
  url: string,
  height: number,
  isOver: () => boolean = () => false,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await heightOf(url);
    if (found >= height) return;
    must(!isOver(), () => "the node ended");
    must(Date.now() < deadline, () => `height ${height} is not reached, it is ${found}`);
    await sleep(50);
  }
}

/** Sends transfers from several accounts, one after the other each, and keeps what was committed. */
export class Client {
  readonly acknowledged: Acknowledged[] = [];
  readonly #people: readonly Person[] = peopleOf(SENDERS);
  #amount = 0n;

  /** Sends until `isOver`, or until nobody answers any more. */
  async send(url: string, isOver: () => boolean): Promise<void> {
    await Promise.all(this.#people.map((person) => this.#lane(url, person, isOver)));
  }

  async #lane(url: string, person: Person, isOver: () => boolean): Promise<void> {
    const next = this.#people[(this.#people.indexOf(person) + 1) % SENDERS]?.address ?? "";
    let sequence: bigint | undefined;
    while (!isOver()) {
      sequence ??= await sequenceOf(url, person.address);
      if (sequence === undefined) {
        await sleep(50);
        continue;
      }
      person.sequence = sequence;
      this.#amount += 1n;
      const tx = sign(person, [transfer(person.address, next, this.#amount)]);
      sequence = (await this.#committed(url, tx, isOver)) ? sequence + 1n : undefined;
    }
  }

  /** Whether a transaction was seen in a block before the node went away. */
  async #committed(url: string, tx: Uint8Array, isOver: () => boolean): Promise<boolean> {
    const hash = createHash("sha256").update(tx).digest("hex").toUpperCase();
    const answer = await ask(url, `broadcast_tx_sync?tx=0x${Buffer.from(tx).toString("hex")}`);
    if (answer?.code !== 0) return false;
    for (let tries = 0; tries < 400 && !isOver(); tries += 1) {
      const found = await ask(url, `tx?hash=0x${hash}`);
      if (found?.height !== undefined) {
        if (found.tx_result.code === 0) this.acknowledged.push({ hash, height: found.height });
        return found.tx_result.code === 0;
      }
      await sleep(LOOK_AGAIN_MS);
    }
    return false;
  }

  /** Every transaction from `from` on is where it was. Throws on the first that is not. */
  async mustFindAll(url: string, from = 0): Promise<void> {
    for (const { hash, height } of this.acknowledged.slice(from)) {
      const found = await ask(url, `tx?hash=0x${hash}`);
      must(found !== undefined, () => "nobody answers");
      must(found.height === height, () => {
        return `transaction ${hash} of block ${height} is lost: ${JSON.stringify(found)}`;
      });
    }
  }
}

async function sequenceOf(url: string, address: string): Promise<bigint | undefined> {
  const data = Buffer.from(QueryAccountRequest.encode({ address })).toString("hex");
  const path = encodeURIComponent('"/cosmos.auth.v1beta1.Query/Account"');
  const answer = await ask(url, `abci_query?path=${path}&data=0x${data}`);
  const value = answer?.response?.value;
  if (typeof value !== "string") return undefined;
  const { account } = QueryAccountResponse.decode(Buffer.from(value, "base64"));
  return account === undefined ? undefined : BaseAccount.decode(account.value).sequence;
}
