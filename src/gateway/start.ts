import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { Answer, Ask } from "../abci/answer.js";
import type { Logger } from "../abci/logger.js";
import { attempt, type Soon, soon } from "../abci/soon.js";
import type { ChainSettings } from "../keeper/context.js";
import { GRPC_CODE } from "../keeper/errors.js";
import { undefinedErrors } from "../keeper/sdk-errors.js";
import { textPort } from "../metrics/text-port.js";
import type { StateShare } from "../store/sharing.js";
import type { GatewayConfig } from "./server.js";
import type {
  Answered,
  Question,
  ThreadData,
  ThreadMetrics,
  ThreadNotice,
  ThreadOrder,
} from "./thread.js";

/** How a gateway is started. */
export interface GatewayOptions extends Omit<GatewayConfig, "prefix"> {
  /** `tcp://127.0.0.1:1317`; port 0 takes a free one. */
  readonly listen: string;
  /** The engine's JSON-RPC, `http://127.0.0.1:26657`: blocks, transactions and broadcasts go there. */
  readonly rpcUrl: string;
  readonly settings: ChainSettings;
  /** Answers a query from committed state; called in this thread. */
  readonly ask: (question: Ask) => Soon<Answer>;
  /** Gas that one query of the shared state may use; 0n or absent: any amount. `ask` has its own. */
  readonly queryGasLimit?: bigint | undefined;
  /** Shares the state with the gateway's thread, which then reads recent heights by itself. */
  readonly share?: () => StateShare;
  readonly metrics?: MetricsOptions | undefined;
  readonly logger: Logger;
}

/** What the gateway has to do with metrics. */
export interface MetricsOptions {
  /** This thread's metrics in Prometheus' text form. */
  text(): Promise<string>;
  /** Whether the gateway serves those of the whole node at `/metrics`. */
  readonly served: boolean;
}

/** A gateway that answers. */
export interface Gateway {
  /** `tcp://host:port` with the port that was bound. */
  readonly address: string;
  /** The metrics of its thread, where metrics are wanted. Rejects when it does not answer. */
  metrics(): Promise<string>;
  /** Resolves when it was stopped; rejects when its thread ended by itself. */
  readonly done: Promise<void>;
  /** Lets requests that are under way end, within a bound, and frees the port. */
  stop(): Promise<void>;
}

/** Starts the gateway in a thread of its own. Rejects with a reason, a taken port named. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { listen, rpcUrl, settings, ask, logger } = options;
  const { port1: near, port2: far } = new MessageChannel();
  const { version, cors, specPrefix, limits, maxBlockAgeMs, swagger } = options;
  const { prefix } = settings;
  const config = {
    ...{ version, cors, specPrefix, limits, maxBlockAgeMs, swagger },
    prefix,
  };
  const metrics = joinMetrics(options.metrics);
  const share = options.share?.();
  const workerData: ThreadData = {
    ...{ listen, rpcUrl, settings, config, queryGasLimit: options.queryGasLimit ?? 0n },
    queries: far,
    state: share?.feed,
    metrics: metrics?.thread,
  };
  const ports = [far, share?.feed.port, metrics?.thread.port];
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData,
    transferList: ports.filter((port) => port !== undefined),
    name: "gateway",
  });
  // However it ended, it reads no more.
  worker.on("exit", () => share?.close());
  answerQuestions(near, ask, logger);
  const done = new Promise<void>((resolve, reject) => {
    worker.on("message", (notice: ThreadNotice) => {
      if (notice.kind === "stopped") resolve();
      if (notice.kind === "fault") {
        logger.error("the gateway met an error that nobody registered", { stack: notice.stack });
      }
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the gateway's thread ended")));
  });
  done.catch(() => undefined).finally(() => near.close());
  const address = await Promise.race([listening(worker), done.then(() => "")]);
  const text = async () => (metrics === undefined ? "" : metrics.far.ask());
  return { address, metrics: text, done, stop: () => stop(worker, done) };
}

function joinMetrics(wanted: MetricsOptions | undefined) {
  if (wanted === undefined) return undefined;
  const { port1: near, port2: port } = new MessageChannel();
  const thread: ThreadMetrics = { port, served: wanted.served };
  return { far: textPort(near, () => wanted.text()), thread };
}

function listening(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on("message", (notice: ThreadNotice) => {
      if (notice.kind === "listening") resolve(notice.address);
      if (notice.kind === "failed") reject(new Error(notice.reason));
    });
  });
}

async function stop(worker: Worker, done: Promise<void>): Promise<void> {
  const order: ThreadOrder = { kind: "stop" };
  worker.postMessage(order);
  await done.catch(() => undefined);
  await worker.terminate();
}

function answerQuestions(
  port: MessagePort,
  ask: (question: Ask) => Soon<Answer>,
  logger: Logger,
): void {
  port.on("message", ({ id, ask: question }: Question) => {
    const answered = attempt(
      () => ask(question),
      (error) => unanswered(question, error, logger),
    );
    soon(answered, (answer) => send(port, id, answer));
  });
}

function send(port: MessagePort, id: number, answer: Answer): void {
  if (!answer.ok) {
    port.postMessage({ id, answer } satisfies Answered);
    return;
  }
  // A view is copied out of what it may share before its memory changes hands.
  const value = new Uint8Array(answer.value);
  port.postMessage({ id, answer: { ...answer, value } } satisfies Answered, [value.buffer]);
}

/** A question that cannot be answered must not end the thread that makes blocks. */
function unanswered(question: Ask, error: unknown, logger: Logger): Answer {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  logger.error("a query could not be answered", { path: question.path, stack });
  const { codespace, code, name, text } = undefinedErrors.internal;
  const refusal = { status: GRPC_CODE.Internal, message: text, codespace, code, error: name };
  return { ok: false, height: 0n, refusal };
}
