import type { GovernanceFrameworkVersionWithDocs } from "../../gen/verana/gf/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import type { FrameworkReader } from "../../keeper/framed-entities.js";
import type { Json } from "../../keeper/query.js";

/** Corporations, as owners of ecosystems and as filters. */
export interface CorporationPort {
  find(ctx: ReadContext, id: bigint): { readonly id: bigint } | undefined;
  /** By policy address or decimal group id; undefined when none is registered. */
  resolve(ctx: ReadContext, text: string): { readonly id: bigint } | undefined;
  /** The corporation with this DID; undefined when there is none. */
  byDid(ctx: ReadContext, did: string): { readonly id: bigint } | undefined;
  /** True when the text could name a corporation (D-GEN-02). */
  wellFormed(text: string): boolean;
}

/** Who controls other entities that carry a DID, for chains with `strict_did_ownership` (D-GEN-18). */
export interface DidControllerPort {
  /** Corporation of the entities with this DID; undefined when none has it. */
  controllerOf(ctx: ReadContext, did: string): bigint | undefined;
}

/** Governance frameworks of ecosystems. */
export interface FrameworkPort extends FrameworkReader<{ readonly ecosystemId: bigint }> {
  /** Version 1 with its document (D-GF-01). */
  seed(
    ctx: WriteContext,
    seed: {
      readonly ecosystemId: bigint;
      readonly language: string;
      readonly url: string;
      readonly digestSri: string;
    },
  ): void;
  versionJson(version: GovernanceFrameworkVersionWithDocs): Json;
}
