import type { Answer, Ask, Seen } from "../abci/answer.js";
import type { MethodDescriptor } from "../wire/descriptor.js";
import { refusedQuery } from "./errors.js";

/** The way to the application, which may run in another thread. */
export interface QueryPort {
  ask(question: Ask): Promise<Answer>;
  /**
   * Answers in this thread, so that nothing is encoded only to be decoded again; undefined for what
   * only `ask` can answer.
   */
  look?(question: Ask): Seen | undefined;
}

/** An answered query: the response's value and the height of the state that it shows. */
export interface Asked {
  readonly value: unknown;
  readonly height: bigint;
}

/** Asks a query by its method. Refuses with a GatewayError. */
export async function askMethod(
  port: QueryPort,
  { path, request, response }: MethodDescriptor,
  message: unknown,
  height: bigint,
): Promise<Asked> {
  const question = { path, data: request.encode(message), height };
  const seen = port.look?.(question);
  if (seen !== undefined) {
    if (!seen.ok) throw refusedQuery(seen.refusal);
    return seen;
  }
  const answer = await port.ask(question);
  if (!answer.ok) throw refusedQuery(answer.refusal);
  return { value: response.decode(answer.value), height: answer.height };
}
