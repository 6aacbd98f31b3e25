import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { silent } from "../../src/abci/logger.js";
import { directSignBytes } from "../../src/abci/sign/direct.js";
import { TxRaw } from "../../src/gen/cosmos/tx/v1beta1.js";
import {
  type ExecTxResult,
  RequestCheckTx,
  type ResponseCheckTx,
} from "../../src/gen/tendermint/abci.js";
import { freeGas } from "../../src/keeper/gas.js";
import type { Random } from "../../test/store/random.js";
import { CHAIN } from "../../test/support/ante-world.js";
import { type Person, sign } from "../../test/support/app-chain.js";
import { fromHex, toHex, vector } from "../../test/support/vectors.js";
import { BusyChain, PEOPLE } from "../busy.js";
import { type Check, Counts, eachCase, must, type Plan } from "../check.js";
import { Memory } from "../memory.js";
import { mutatedMessage, otherValues } from "./wire-mutations.js";

/** Transactions of one round; each round has a chain of its own. */
const ROUND = 2_400;
/** Transactions of one block. */
const BLOCK = 120;

/** Recorded transactions of every kind, whoever signed them. */
function recorded(): readonly Uint8Array[] {
  const { entries: signing } = vector("signing") as {
    readonly entries: readonly { readonly tx_raw: Readonly<Record<string, string>> }[];
  };
  const { entries: rejected } = vector("tx-reject") as {
    readonly entries: readonly { readonly tx_raw: string }[];
  };
  const all = [
    ...signing.flatMap(({ tx_raw: raw }) => Object.values(raw)),
    ...rejected.map(({ tx_raw: raw }) => raw),
  ];
  return all.map(fromHex).filter(({ length }) => length < 20_000);
}

type Answer = Pick<ExecTxResult, "code" | "codespace" | "log">;

/** Two chains with equal state: the second one never sees what is refused. */
class Twins {
  readonly accidents: string[] = [];

  private constructor(
    readonly struck: BusyChain,
    readonly spared: BusyChain,
    accidents: string[],
  ) {
    this.accidents = accidents;
  }

  static async start(): Promise<Twins> {
    const accidents: string[] = [];
    const error = (_: string, facts: object = {}) => {
      accidents.push("stack" in facts ? String(facts.stack) : JSON.stringify(facts));
    };
    const logger = { ...silent, error };
    return new Twins(
      await BusyChain.start({ app: { logger } }),
      await BusyChain.start(),
      accidents,
    );
  }

  /** Checks, simulates and delivers; throws where an answer is not what it must be. */
  async block(txs: readonly Uint8Array[], counts: Counts): Promise<void> {
    const { app } = this.struck;
    const checks = txs.map((tx) => this.#check(tx));
    const { txResults, appHash } = await this.struck.block(txs);
    const results = txs.map((tx, at) => {
      const [result, check] = [txResults[at], checks[at]];
      must(result !== undefined && check !== undefined, () => "a result is missing");
      this.#compare(tx, check, result);
      counts.add(result.code === 0 ? "accepted" : wasCharged(result) ? "failed" : "refused");
      return result;
    });
    const kept = txs.filter((_, at) => {
      const result = results[at];
      return result !== undefined && (result.code === 0 || wasCharged(result));
    });
    const other = await this.spared.block(kept);
    must(
      toHex(other.appHash) === toHex(appHash),
      () => `refused transactions changed the state of block ${this.struck.height}`,
    );
    must(app.info().lastBlockHeight === this.struck.height, () => "the chain does not go on");
  }

  #check(tx: Uint8Array): ResponseCheckTx {
    const { app } = this.struck;
    const request = RequestCheckTx.create({ tx });
    const before = app.dryCheckTx(request);
    this.#ownError("simulate", tx, app.simulate(tx));
    const again = app.dryCheckTx(request);
    const check = app.checkTx(request);
    this.#ownError("CheckTx", tx, check);
    for (const other of [before, again]) {
      must(
        other.code === check.code && other.gasUsed === check.gasUsed,
        () => `CheckTx says ${other.code} and then ${check.code} of ${toHex(tx)}`,
      );
    }
    return check;
  }

  #compare(tx: Uint8Array, check: ResponseCheckTx, result: ExecTxResult): void {
    this.#ownError("FinalizeBlock", tx, result);
    // Messages of the block's earlier transactions may have moved the money for the fee.
    if (check.code === 0 || (result.code === 5 && !wasCharged(result))) return;
    must(
      check.code === result.code && check.codespace === result.codespace && !wasCharged(result),
      () => `CheckTx refuses with ${check.code}, the block with ${result.code}: ${toHex(tx)}`,
    );
  }

  /** No answer is the one for exceptions that nobody registered. */
  #ownError(where: string, tx: Uint8Array, { code, codespace, log }: Answer): void {
    // Some of Cosmos SDK's own refusals are `undefined` 1 too; they say more (D-TX-07).
    const isOwn = log !== "internal error" && (code === 0) === (codespace === "");
    must(isOwn && this.accidents.length === 0, () => {
      return `${where} of ${toHex(tx)} met ${codespace} ${code}: ${this.accidents[0]}`;
    });
  }

  async close(): Promise<void> {
    await this.struck.close();
    await this.spared.close();
  }
}

/** Whether the ante stage passed: the fee was taken, so there are events. */
const wasCharged = ({ events }: ExecTxResult): boolean => events.length > 0;

/** Makes hostile transactions out of good ones. */
class Forge {
  readonly #recorded = recorded();

  constructor(private readonly twins: Twins) {}

  /** Some are changed after they were signed, some before: those reach the messages. */
  next(random: Random): Uint8Array {
    const { busy } = this.twins.struck;
    const donor = random.pick(this.#recorded);
    if (random.below(4) === 0) return this.#changed(random, donor, random.pick(this.#recorded));
    const person = busy.person(random.below(PEOPLE));
    const before = person.sequence;
    const messages = [busy.message(random, person)];
    if (random.below(6) === 0) messages.push(busy.message(random, person));
    const isSigned = random.below(3) === 0;
    const parts = isSigned ? {} : { signature: new Uint8Array(64) };
    const tx = sign(person, messages, parts);
    // Whether it took the sequence is read from the state after the block.
    person.sequence = before;
    // Some stay good, so that the state moves on.
    if (isSigned) return random.below(3) === 0 ? tx : this.#changed(random, tx, donor);
    return this.#signedAfter(random, tx, person, busy.message(random, person).value);
  }

  #changed(random: Random, tx: Uint8Array, donor: Uint8Array): Uint8Array {
    let bytes = tx;
    for (let times = 1 + random.below(3); times > 0; times -= 1) {
      bytes = mutatedMessage(random, bytes, donor);
    }
    return bytes;
  }

  /** Changed, then signed: what the change broke is found by whoever reads it. */
  #signedAfter(random: Random, tx: Uint8Array, person: Person, donor: Uint8Array): Uint8Array {
    const raw = TxRaw.decode(tx);
    const isBody = random.below(6) !== 0;
    const given = isBody ? raw.bodyBytes : raw.authInfoBytes;
    const isGentle = random.below(3) !== 0;
    const changed = isGentle ? otherValues(random, given) : this.#changed(random, given, donor);
    const parts = isBody ? { ...raw, bodyBytes: changed } : { ...raw, authInfoBytes: changed };
    const { key, address, accountNumber, sequence } = person;
    const data = { address, chainId: CHAIN.chainId, accountNumber, sequence };
    const digest = sha256(directSignBytes(parts, data));
    const signature = secp256k1.sign(digest, key.secret, { prehash: false });
    return TxRaw.encode({ ...parts, signatures: [signature] });
  }

  /** Reads from the state what everybody's next sequence is. */
  refresh(): void {
    const { app, store, busy } = this.twins.struck;
    const { antePorts } = app.live.composition;
    const ctx = {
      stores: store.branch(),
      chain: app.live.settings,
      height: this.twins.struck.height,
      blockTime: 0n,
      gas: freeGas,
      emit() {},
    };
    for (const person of busy.people) {
      person.sequence = antePorts.accounts.find(ctx, person.address)?.sequence ?? 0n;
    }
  }
}

async function round(random: Random, size: number, counts: Counts): Promise<void> {
  const twins = await Twins.start();
  const forge = new Forge(twins);
  for (let done = 0; done < size; done += BLOCK) {
    forge.refresh();
    const length = Math.min(BLOCK, size - done);
    await twins.block(
      Array.from({ length }, () => forge.next(random)),
      counts,
    );
  }
  await twins.close();
}

/** Mutated transactions through CheckTx, simulation and blocks. */
export const fuzzTransactions: Check = {
  part: "fuzz",
  name: "fuzz.transactions",
  unit: "transactions",
  full: 300_000,
  least: BLOCK,
  async run(plan: Plan) {
    const counts = new Counts();
    const memory = new Memory();
    const rounds = Math.ceil(plan.count / ROUND);
    let tried = 0;
    const failures = await eachCase(plan, rounds, async (random, number) => {
      const size = Math.min(ROUND, plan.count - number * ROUND);
      await round(random, size > 0 ? size : ROUND, counts);
      tried += size;
      memory.sample();
    });
    return { tried, told: `${counts.told()}; ${memory.told()}`, failures };
  },
};
