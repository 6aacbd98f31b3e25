import type { MessagePort } from "node:worker_threads";
import type { Answer } from "../abci/answer.js";
import { refused } from "./errors.js";
import type { QueryPort } from "./query-port.js";
import type { Answered, Question } from "./thread.js";

/** Questions that may wait at once: more would keep the application from its blocks. */
const MOST_WAITING = 256;

interface Waiting {
  resolve(answer: Answer): void;
  reject(reason: Error): void;
}

/** The application in another thread. When the port closes, what waits is refused. */
export function remotePort(port: MessagePort): QueryPort {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  port.on("message", ({ id, answer }: Answered) => {
    waiting.get(id)?.resolve(answer);
    waiting.delete(id);
  });
  port.on("close", () => {
    for (const { reject } of waiting.values()) reject(refused("Unavailable", "the node stops"));
    waiting.clear();
  });
  return {
    ask(ask) {
      if (waiting.size >= MOST_WAITING) {
        return Promise.reject(refused("ResourceExhausted", "too many queries at once, try again"));
      }
      last += 1;
      const question: Question = { id: last, ask };
      return new Promise((resolve, reject) => {
        waiting.set(question.id, { resolve, reject });
        port.postMessage(question);
      });
    },
  };
}
