import type { ReadContext } from "../../keeper/context.js";

/** A credential schema as participants know it. */
export interface SchemaFacts {
  readonly id: bigint;
  readonly ecosystemId: bigint;
}

/** Credential schemas, in which participants have their roles. */
export interface SchemaPort {
  find(ctx: ReadContext, id: bigint): SchemaFacts | undefined;
}

/** An ecosystem as participants know it. */
export interface EcosystemFacts {
  readonly id: bigint;
  /** Group id of the corporation that controls it. */
  readonly corporationId: bigint;
}

/** Ecosystems, whose controllers create root participants. */
export interface EcosystemPort {
  find(ctx: ReadContext, id: bigint): EcosystemFacts | undefined;
  /** Corporation of the ecosystems with this DID; undefined when there are none. */
  controllerOf(ctx: ReadContext, did: string): bigint | undefined;
}

/** Corporations, as owners of participants and as filters. */
export interface CorporationPort {
  /** By policy address or decimal group id; undefined when none is registered (D-GEN-02). */
  resolve(ctx: ReadContext, text: string): { readonly id: bigint } | undefined;
  /** The corporation with this DID; undefined when there is none. */
  byDid(ctx: ReadContext, did: string): { readonly id: bigint } | undefined;
  /** True when the text could name a corporation (D-GEN-02). */
  wellFormed(text: string): boolean;
}
