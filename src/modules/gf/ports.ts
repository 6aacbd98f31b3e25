import type { ReadContext, WriteContext } from "../../keeper/context.js";

/** What an owner of a framework tells of itself. */
export interface SubjectFacts {
  readonly id: bigint;
  /** Primary language, BCP 47. */
  readonly language: string;
  readonly activeVersion: number;
}

/** Corporations, as owners of frameworks. */
export interface CorporationSubjects {
  find(ctx: ReadContext, id: bigint): SubjectFacts | undefined;
  /** By policy address or decimal group id; undefined when none is registered. */
  resolve(ctx: ReadContext, text: string): SubjectFacts | undefined;
  /** True when the text could name a corporation (D-GEN-02). */
  wellFormed(text: string): boolean;
  /** Makes another version the active one, which is a modification. */
  activateVersion(ctx: WriteContext, id: bigint, version: number): void;
}

/** Ecosystems, as owners of frameworks. */
export interface EcosystemSubjects {
  find(ctx: ReadContext, id: bigint): EcosystemFacts | undefined;
  /** Makes another version the active one, which is a modification. */
  activateVersion(ctx: WriteContext, id: bigint, version: number): void;
}

/** An ecosystem with who controls it. */
export interface EcosystemFacts extends SubjectFacts {
  /** Group id. */
  readonly corporationId: bigint;
}
