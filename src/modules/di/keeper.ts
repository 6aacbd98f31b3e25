import type { Digest } from "../../gen/verana/di/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { type DigestSource, digestStored } from "./events.js";
import type { DigestState } from "./state.js";

/** Digests by their text. Other modules hold ports to it, never the state. */
export class DigestKeeper {
  constructor(readonly state: DigestState) {}

  find(ctx: ReadContext, digest: string): Digest | undefined {
    return this.state.digests.get(ctx, digest);
  }

  /**
   * [MOD-DI-MSG-1-3] [D-DI-01] Stores a digest that the caller checked, with the time of the block; one
   * that is there keeps its first time, and nothing is told. A module that calls says so in `by`.
   */
  store(ctx: WriteContext, digest: string, by: DigestSource): void {
    if (this.state.digests.has(ctx, digest)) return;
    this.state.digests.set(ctx, digest, { digest, created: ctx.blockTime });
    ctx.emit(digestStored(digest, by, ctx.blockTime));
  }
}
