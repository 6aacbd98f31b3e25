import { MessageChannel } from "node:worker_threads";
import { expect, it } from "vitest";
import { remotePort } from "../../src/gateway/remote-port.js";
import type { Question } from "../../src/gateway/thread.js";

const ask = { path: "/x", data: new Uint8Array(0), height: 0n };

it("gives each answer to the question that it belongs to, in any order", async () => {
  const { port1: near, port2: far } = new MessageChannel();
  const questions: Question[] = [];
  near.on("message", (question: Question) => {
    questions.push(question);
    if (questions.length < 3) return;
    for (const { id, ask: asked } of questions.reverse()) {
      const value = Uint8Array.of(Number(asked.height));
      near.postMessage({ id, answer: { ok: true, height: asked.height, value } });
    }
  });
  const port = remotePort(far);
  const answers = await Promise.all([1n, 2n, 3n].map((height) => port.ask({ ...ask, height })));
  expect(answers.map(({ height }) => height)).toEqual([1n, 2n, 3n]);
  near.close();
});

it("refuses what is too much, and what waits when the port closes", async () => {
  const { port1: near, port2: far } = new MessageChannel();
  const port = remotePort(far);
  const waiting = Array.from({ length: 256 }, () => port.ask(ask));
  const closed = Promise.allSettled(waiting);
  await expect(port.ask(ask)).rejects.toMatchObject({ status: 8 });
  near.close();
  for (const one of await closed) {
    expect(one).toMatchObject({ status: "rejected", reason: { status: 14 } });
  }
});
