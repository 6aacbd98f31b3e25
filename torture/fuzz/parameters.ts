import type { Random } from "../../test/store/random.js";
import { type ChainWorld, faults, RICH } from "../../test/support/gateway-world.js";
import { sendOne, signedTx } from "../../test/support/signed-tx.js";
import { must } from "../check.js";
import { anyText } from "./values.js";

/** Values that this chain knows. */
export const KNOWN: readonly string[] = [
  ...[RICH.address, "uvna", "1", "2", "latest", "did:example:a", "true"],
  Buffer.from(signedTx(RICH, { messages: [sendOne(RICH.address)], accountNumber: 5n })).toString(
    "base64",
  ),
];

/** Names of parameters of any route and method. */
export const NAMES: readonly string[] = [
  ...[
    "pagination.limit",
    "pagination.key",
    "pagination.offset",
    "pagination.count_total",
    "height",
  ],
  ...["pagination.reverse", "denom", "id", "did", "query", "events", "page", "limit", "order_by"],
  ...["response_max_size", "modified_after", "when", "prove", "data", "path", "hash", "per_page"],
  ...[
    "minHeight",
    "maxHeight",
    "tx",
    "evidence",
    "after_id",
    "account",
    "filter",
    "__proto__",
    "a.b",
  ],
];

/** Nothing met an exception that nobody meant, and the chain goes on. */
export async function mustBeWell(chain: ChainWorld, what: string): Promise<void> {
  must(faults.length === 0, () => {
    const text = faults.map((fault) =>
      fault instanceof Error ? fault.stack : JSON.stringify(fault),
    );
    return `${what} met ${text.join("\n")}`;
  });
  const { height } = chain.node.backend.chain;
  for (let tries = 0; tries < 400; tries += 1) {
    if (chain.node.backend.chain.height > height) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what}: the chain stands still at ${height}`);
}

/** A query string of some parameters, well written or not. */
export function queryOf(random: Random): string {
  const pairs = Array.from({ length: random.below(5) }, () => {
    const [name, value] = [random.pick(NAMES), anyText(random, KNOWN)];
    const isRaw = random.below(6) === 0;
    return `${name}=${isRaw ? value.replace(/[^\x21-\x7e]/g, "") : encodeURIComponent(fixed(value))}`;
  });
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** `encodeURIComponent` throws on half a pair. */
export const fixed = (text: string): string => Buffer.from(text, "utf8").toString("utf8");
