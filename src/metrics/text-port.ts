import type { MessagePort } from "node:worker_threads";

type Message =
  | { readonly kind: "ask"; readonly id: number }
  | { readonly kind: "text"; readonly id: number; readonly text: string };

/** Texts that may be awaited at once: scrapers ask now and then. */
const MOST_WAITING = 8;

/** Another thread's metrics as text. */
export interface TextPort {
  /** Rejects when the other thread is too busy to answer within the bound, or is gone. */
  ask(): Promise<string>;
}

/** Joins two threads by a port: each offers its text and asks for the other's. */
export function textPort(
  port: MessagePort,
  offer: () => Promise<string>,
  timeoutMs = 5_000,
): TextPort {
  const waiting = new Map<number, (text: string | undefined) => void>();
  let last = 0;
  port.on("message", async (message: Message) => {
    if (message.kind === "text") return waiting.get(message.id)?.(message.text);
    port.postMessage({ kind: "text", id: message.id, text: await offer() } satisfies Message);
  });
  port.on("close", () => {
    for (const settle of waiting.values()) settle(undefined);
  });
  return {
    ask() {
      if (waiting.size >= MOST_WAITING) return Promise.reject(new Error("asked too often"));
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        const settle = (text: string | undefined) => {
          clearTimeout(timer);
          waiting.delete(id);
          if (text === undefined) reject(new Error("the other thread did not answer"));
          else resolve(text);
        };
        const timer = setTimeout(settle, timeoutMs, undefined);
        waiting.set(id, settle);
        port.postMessage({ kind: "ask", id } satisfies Message);
      });
    },
  };
}
