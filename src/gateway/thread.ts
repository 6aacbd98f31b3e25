import type { MessagePort } from "node:worker_threads";
import type { Answer, Ask } from "../abci/answer.js";
import type { ChainSettings } from "../keeper/context.js";
import type { StateFeed } from "../store/shared-update.js";
import type { GatewayConfig } from "./server.js";

/** What the gateway's thread is started with. */
export interface ThreadData {
  readonly listen: string;
  readonly rpcUrl: string;
  readonly settings: ChainSettings;
  readonly config: GatewayConfig;
  /** Gas that one query of the shared state may use; 0n: any amount. */
  readonly queryGasLimit: bigint;
  /** Carries questions to the application and answers back. */
  readonly queries: MessagePort;
  /** The state, to be read in this thread; absent: every question goes to the application. */
  readonly state: StateFeed | undefined;
  readonly metrics: ThreadMetrics | undefined;
}

/** How the thread tells its metrics. */
export interface ThreadMetrics {
  /** Carries texts of metrics both ways. */
  readonly port: MessagePort;
  /** Whether the gateway serves them too. */
  readonly served: boolean;
}

/** A question on its way to the application, and its answer on the way back. */
export interface Question {
  readonly id: number;
  readonly ask: Ask;
}

export interface Answered {
  readonly id: number;
  readonly answer: Answer;
}

/** What the thread tells the one that started it. */
export type ThreadNotice =
  | { readonly kind: "listening"; readonly address: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "fault"; readonly stack: string }
  | { readonly kind: "stopped" };

/** What the thread is told. */
export type ThreadOrder = { readonly kind: "stop" };
