import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import type { Application } from "../../src/abci/application.js";
import {
  Event,
  ExecTxResult,
  type RequestCheckTx,
  type RequestFinalizeBlock,
  type RequestInitChain,
  type RequestPrepareProposal,
  type RequestQuery,
  ResponseApplySnapshotChunk,
  ResponseCheckTx,
  ResponseCommit,
  ResponseExtendVote,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseInitChain,
  ResponseListSnapshots,
  ResponseLoadSnapshotChunk,
  ResponseOfferSnapshot,
  ResponsePrepareProposal,
  ResponseProcessProposal,
  ResponseQuery,
  ResponseVerifyVoteExtension,
  type ValidatorUpdate,
} from "../../src/gen/tendermint/abci.js";

interface Saved {
  readonly height: string;
  readonly entries: readonly (readonly [string, string])[];
}

/**
 * A small application to try the engine with. Transactions are `key=value`; `fail=…` fails in its
 * block. With a file it survives a kill, without one it forgets everything.
 */
export class KvApp implements Application {
  readonly initChains: RequestInitChain[] = [];
  readonly finalized: RequestFinalizeBlock[] = [];
  checks = 0;
  rechecks = 0;
  /** Validator updates of the next block. */
  updates: readonly ValidatorUpdate[] = [];
  /** Called at the end of finalizeBlock and of commit, to strike in between. */
  strike: (where: "finalized" | "committed", height: bigint) => void = () => undefined;

  private height = 0n;
  private entries = new Map<string, string>();
  private staged = { height: 0n, entries: new Map<string, string>() };

  constructor(private readonly file?: string) {
    if (file === undefined || !existsSync(file)) return;
    const saved: Saved = JSON.parse(readFileSync(file, "utf8"));
    this.height = BigInt(saved.height);
    this.entries = new Map(saved.entries);
  }

  info() {
    return ResponseInfo.create({
      data: "kv",
      lastBlockHeight: this.height,
      lastBlockAppHash: hashOf(this.entries),
    });
  }

  initChain(request: RequestInitChain) {
    this.initChains.push(request);
    return ResponseInitChain.create({ appHash: hashOf(this.entries) });
  }

  query({ path, data }: RequestQuery) {
    const key = Buffer.from(data).toString("utf8");
    const value = this.entries.get(key);
    const height = this.height;
    if (path !== "/kv") {
      return ResponseQuery.create({ code: 6, log: "unknown query path", codespace: "sdk", height });
    }
    return ResponseQuery.create({ key: data, value: Buffer.from(value ?? "", "utf8"), height });
  }

  checkTx({ tx, type }: RequestCheckTx) {
    if (type === 0) this.checks += 1;
    else this.rechecks += 1;
    return this.dryCheckTx({ tx, type });
  }

  dryCheckTx({ tx }: RequestCheckTx) {
    const [key] = pair(tx);
    if (key === undefined) {
      return ResponseCheckTx.create({ code: 2, log: "not key=value", codespace: "kv" });
    }
    // Waiting transactions that were overtaken are refused when they are checked again.
    if (this.entries.has(key) && key.startsWith("once")) {
      return ResponseCheckTx.create({ code: 3, log: "exists", codespace: "kv" });
    }
    return ResponseCheckTx.create({ gasWanted: 10n, gasUsed: 1n });
  }

  prepareProposal({ txs }: RequestPrepareProposal) {
    return ResponsePrepareProposal.create({ txs });
  }

  processProposal() {
    return ResponseProcessProposal.create({ status: 1 });
  }

  finalizeBlock(request: RequestFinalizeBlock) {
    this.finalized.push(request);
    const entries = new Map(this.entries);
    const txResults = request.txs.map((tx) => run(entries, tx));
    this.staged = { height: request.height, entries };
    const validatorUpdates = this.updates;
    this.updates = [];
    this.strike("finalized", request.height);
    const events = [event("block", { height: request.height.toString(), mode: "BeginBlock" })];
    return ResponseFinalizeBlock.create({
      events,
      txResults,
      validatorUpdates,
      appHash: hashOf(entries),
    });
  }

  async commit() {
    this.height = this.staged.height;
    this.entries = this.staged.entries;
    if (this.file !== undefined) save(this.file, this.height, this.entries);
    this.strike("committed", this.height);
    return ResponseCommit.create();
  }

  extendVote = () => ResponseExtendVote.create();
  verifyVoteExtension = () => ResponseVerifyVoteExtension.create();
  listSnapshots = () => ResponseListSnapshots.create();
  offerSnapshot = () => ResponseOfferSnapshot.create();
  loadSnapshotChunk = () => ResponseLoadSnapshotChunk.create();
  applySnapshotChunk = () => ResponseApplySnapshotChunk.create();
}

function run(entries: Map<string, string>, tx: Uint8Array) {
  const [key, value] = pair(tx);
  if (key === undefined || value === undefined || key === "fail") {
    return ExecTxResult.create({ code: 5, log: "failed", codespace: "kv", gasWanted: 10n });
  }
  entries.set(key, value);
  const events = [
    event("set", { key, value }),
    event("message", { action: "/kv.Set", sender: "someone", msg_index: "0" }),
  ];
  // Clients read this as a TxMsgData: one response without a type.
  const data = Uint8Array.of(0x12, 0x00);
  return ExecTxResult.create({ data, gasWanted: 10n, gasUsed: 7n, events });
}

function pair(tx: Uint8Array): [string, string] | [] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(Buffer.from(tx).toString("utf8")) ?? [];
  return key === undefined || value === undefined ? [] : [key, value];
}

function event(type: string, values: Readonly<Record<string, string>>): Event {
  const attributes = Object.entries(values).map(([key, value]) => ({ key, value, index: true }));
  return Event.create({ type, attributes });
}

function hashOf(entries: ReadonlyMap<string, string>): Uint8Array {
  const text = JSON.stringify([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha256").update(text).digest();
}

function save(file: string, height: bigint, entries: ReadonlyMap<string, string>): void {
  const saved: Saved = { height: height.toString(), entries: [...entries] };
  const handle = openSync(`${file}.new`, "w");
  writeSync(handle, JSON.stringify(saved));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(`${file}.new`, file);
}
