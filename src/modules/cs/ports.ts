import type { ReadContext } from "../../keeper/context.js";

/** An ecosystem as credential schemas know it. */
export interface EcosystemFacts {
  readonly id: bigint;
  /** Group id of the corporation that controls it. */
  readonly corporationId: bigint;
}

/** Ecosystems, which own credential schemas. */
export interface EcosystemPort {
  find(ctx: ReadContext, id: bigint): EcosystemFacts | undefined;
}

/** How corporations are named in messages. */
export interface CorporationNames {
  /** True when the text could name a corporation: a policy address or a group id (D-GEN-02). */
  wellFormed(text: string): boolean;
}
