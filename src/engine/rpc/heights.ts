import type { ChainView } from "./backend.js";
import { internalError } from "./errors.js";

/** The height that was asked for, or `latest`. Throws RpcError outside the blocks that are kept. */
export function pickHeight(
  chain: ChainView,
  asked: bigint | undefined,
  latest: bigint = chain.height,
): bigint {
  if (asked === undefined) return latest;
  if (asked <= 0n) throw internalError(`height must be greater than 0, but got ${asked}`);
  if (asked > latest) {
    throw internalError(
      `height ${asked} must be less than or equal to the current blockchain height ${latest}`,
    );
  }
  if (asked < chain.base) {
    throw internalError(`height ${asked} is not available, lowest height is ${chain.base}`);
  }
  return asked;
}

/** One page of `count` items as a range, by CometBFT's rules: 30 a page, at most 100. Throws RpcError. */
export function pageRange(
  count: number,
  page: bigint | undefined,
  perPage: bigint | undefined,
): readonly [start: number, end: number] {
  const size = pageSize(perPage);
  const pages = Math.max(1, Math.ceil(count / size));
  const number = page ?? 1n;
  if (number < 1n || number > BigInt(pages)) {
    throw internalError(`page should be within [1, ${pages}] range, given ${number}`);
  }
  const start = (Number(number) - 1) * size;
  return [start, Math.min(start + size, count)];
}

/** Items a page: 30 unless told, at most 100. */
export function pageSize(asked: bigint | undefined): number {
  if (asked === undefined || asked < 1n) return 30;
  return asked > 100n ? 100 : Number(asked);
}
