import { setTimeout as sleep } from "node:timers/promises";
import {
  BaseAccount,
  QueryAccountRequest,
  QueryAccountResponse,
} from "../../src/gen/cosmos/auth/v1beta1.js";
import { MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import { type Person, sign } from "./app-chain.js";
import type { Network } from "./network.js";

/** Transfers that people send one after the other, each at a validator that runs. */
export class Load {
  /** Hashes of transactions that a validator said to be in a block, in upper-case hex. */
  readonly committed: string[] = [];
  /** Transactions that a block refused. */
  readonly failed: { readonly code: number; readonly log: string }[] = [];
  #stopping = false;
  readonly #senders: Promise<void>;

  constructor(
    private readonly network: Network,
    people: readonly Person[],
    private readonly to: string,
  ) {
    this.#senders = Promise.all(people.map((person, at) => this.#sendOn(person, at))).then(
      () => undefined,
    );
  }

  /** Resolves when the last transfers are answered. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#senders;
  }

  async #sendOn(person: Person, at: number): Promise<void> {
    for (let turn = at; !this.#stopping; turn++) {
      const { running } = this.network;
      const member = running[turn % running.length];
      if (member === undefined) await sleep(100);
      else if (!(await this.#sendOne(person, member.rpc))) await this.#catchUp(person);
    }
  }

  /** Whether the transfer is in a block. */
  async #sendOne(person: Person, rpc: string): Promise<boolean> {
    const tx = Buffer.from(sign(person, [transfer(person.address, this.to)])).toString("base64");
    const body = { jsonrpc: "2.0", id: 1, method: "broadcast_tx_commit", params: { tx } };
    try {
      const response = await fetch(rpc, { method: "POST", body: JSON.stringify(body) });
      const { result } = Object(await response.json());
      if (result?.check_tx?.code !== 0 || result.height === "0") return false;
      if (result.tx_result.code === 0) this.committed.push(String(result.hash));
      else this.failed.push(result.tx_result);
      return true;
    } catch {
      return false;
    }
  }

  /** Asks a validator for the sender's sequence: what became of its last transfer is not known. */
  async #catchUp(person: Person): Promise<void> {
    const request = Buffer.from(QueryAccountRequest.encode({ address: person.address }));
    const path = `abci_query?path="/cosmos.auth.v1beta1.Query/Account"&data=0x${request.toString("hex")}`;
    for (const member of this.network.running) {
      const answer = await member.ask(path).catch(() => undefined);
      const value = answer?.response?.value;
      if (typeof value !== "string") continue;
      const { account } = QueryAccountResponse.decode(Buffer.from(value, "base64"));
      if (account === undefined) continue;
      person.sequence = BaseAccount.decode(account.value).sequence;
      break;
    }
    await sleep(200);
  }
}

function transfer(fromAddress: string, toAddress: string) {
  const amount = [{ denom: "uvna", amount: 1n }];
  return { typeUrl: MsgSend.typeUrl, value: MsgSend.encode({ fromAddress, toAddress, amount }) };
}
