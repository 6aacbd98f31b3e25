import type { GovernanceFrameworkVersion } from "../../gen/verana/gf/v1.js";

/** Whose governance framework: exactly one owner (D-GF-02). */
export type SubjectRef =
  | { readonly ecosystemId: bigint; readonly corporationId?: undefined }
  | { readonly corporationId: bigint; readonly ecosystemId?: undefined };

/** An owner with what rendering its framework needs. */
export type Subject = SubjectRef & {
  /** Primary language, BCP 47. */
  readonly language: string;
  readonly activeVersion: number;
};

/** Which versions and documents a query shows (D-CO-06). */
export interface FrameworkView {
  /** Only the version that is active. */
  readonly activeOnly: boolean;
  /** One document a version, preferably in this language; "" for all. */
  readonly preferredLanguage: string;
  /** Least version number; 0 when absent. */
  readonly least?: number;
  /** Most versions; all when absent. */
  readonly size?: number;
}

/** Version 1 of a framework, with its only document. */
export type FrameworkSeed = SubjectRef & {
  readonly language: string;
  readonly url: string;
  readonly digestSri: string;
};

/** The owner of a stored version; on the wire the other id is 0. */
export function ownerOf(version: GovernanceFrameworkVersion): SubjectRef {
  return version.ecosystemId === 0n
    ? { corporationId: version.corporationId }
    : { ecosystemId: version.ecosystemId };
}
