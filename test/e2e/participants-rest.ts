import { expect } from "vitest";

/** An answer of REST; what is in it is checked by who reads it. */
// biome-ignore lint/suspicious/noExplicitAny: answers of many routes, looked at by tests alone
export type RestAnswer = Readonly<Record<string, any>>;

/** Asks REST, of an older height where one is given. Throws where it is refused. */
export type Rest = (
  path: string,
  given: Readonly<Record<string, string | bigint>>,
  height?: number,
) => Promise<RestAnswer>;

/** The REST of a node. */
export const restOf =
  (restUrl: string): Rest =>
  async (path, given, height) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(given)) query.set(name, value.toString());
    const of = height === undefined ? {} : { "x-cosmos-block-height": height.toString() };
    const headers = { connection: "close", ...of };
    const url = `${restUrl}${path}?${query}`;
    const response = await fetch(url, { headers });
    const body = (await response.json()) as RestAnswer;
    expect(response.status, `${url}: ${JSON.stringify(body)}`).toBe(200);
    return body;
  };
