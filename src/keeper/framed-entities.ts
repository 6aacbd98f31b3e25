import type { GovernanceFrameworkVersionWithDocs } from "../gen/verana/gf/v1.js";
import type { Entry } from "../store/contract.js";
import type { ReadContext } from "./context.js";
import { encodedNestedList } from "./encoded-list.js";

/** What showing an owner's framework needs of the owner. */
export interface Facts {
  /** Primary language, BCP 47. */
  readonly language: string;
  readonly activeVersion: number;
}

/** Which versions and documents are shown (D-CO-06). */
export interface View {
  readonly activeOnly: boolean;
  /** One document a version, preferably in this language; "" for all. */
  readonly preferredLanguage: string;
}

/** Governance frameworks of owners of one kind, whose ids `S` names. */
export interface FrameworkReader<S> {
  /** Versions with the documents that a query shows (D-CO-06). */
  versionsOf(
    ctx: ReadContext,
    subject: S & Facts,
    view: View,
  ): readonly GovernanceFrameworkVersionWithDocs[];
  /** The same of many subjects, encoded as fields numbered `no` of an answer. */
  versionFields(
    ctx: ReadContext,
    subjects: readonly (S & Facts)[],
    view: View,
    no: number,
  ): readonly Uint8Array[];
}

/** A request's wishes, as the wire names them. */
export interface Shown {
  readonly activeGfOnly: boolean;
  readonly preferredLanguage: string;
}

/** Entities that have a governance framework. */
interface Framed<E, S> {
  readonly entity: { decode(bytes: Uint8Array): E };
  /** Number of the field `versions` of the entity in an answer. */
  readonly no: number;
  /** Its owner, as the frameworks name it. */
  owner(id: bigint): S;
}

/** [D-CO-06] How entities with a framework are shown with the versions and documents that are asked for. */
export function framedEntities<E extends Facts & { readonly id: bigint }, S>(of: Framed<E, S>) {
  return {
    /** One entity. */
    withVersions(
      ctx: ReadContext,
      frameworks: FrameworkReader<S>,
      entity: E,
      { activeGfOnly, preferredLanguage }: Shown,
    ): E & { readonly versions: readonly GovernanceFrameworkVersionWithDocs[] } {
      const { id, language, activeVersion } = entity;
      const subject = { ...of.owner(id), language, activeVersion };
      const view = { activeOnly: activeGfOnly, preferredLanguage };
      return { ...entity, versions: frameworks.versionsOf(ctx, subject, view) };
    },

    /** An answer that lists entities as they are stored. */
    listWithVersions(
      ctx: ReadContext,
      frameworks: FrameworkReader<S>,
      entries: readonly Entry[],
      { activeGfOnly, preferredLanguage }: Shown,
    ): Uint8Array {
      const view = { activeOnly: activeGfOnly, preferredLanguage };
      // What a view does not ask for is not worth decoding an entity.
      const isAsked = activeGfOnly || preferredLanguage !== "";
      return encodedNestedList(entries, {
        no: of.no,
        subject(id, stored) {
          const { language, activeVersion } = isAsked ? of.entity.decode(stored) : UNASKED;
          return { ...of.owner(id), language, activeVersion };
        },
        fields: (subjects) => frameworks.versionFields(ctx, subjects, view, of.no),
      });
    },
  };
}

const UNASKED: Facts = { language: "", activeVersion: 0 };
