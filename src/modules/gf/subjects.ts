import type { RuleId } from "../../gen/rules.js";
import type { GovernanceFrameworkVersion } from "../../gen/verana/gf/v1.js";
import type { CorporationOperator } from "../../keeper/authority.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { gfErrors } from "./errors.js";
import type { CorporationSubjects, EcosystemSubjects, SubjectFacts } from "./ports.js";
import type { Subject, SubjectRef } from "./types.js";

/** Finds the owners of frameworks, whichever kind they are. */
export class FrameworkSubjects {
  constructor(
    readonly corporations: CorporationSubjects,
    readonly ecosystems: EcosystemSubjects,
  ) {}

  ecosystem(ctx: ReadContext, id: bigint): Subject | undefined {
    const found = this.ecosystems.find(ctx, id);
    return found === undefined ? undefined : ecosystemSubject(found);
  }

  /** By group id, or by text when `id` is 0. */
  corporation(ctx: ReadContext, id: bigint, text: string): Subject | undefined {
    const { corporations } = this;
    const found = id === 0n ? corporations.resolve(ctx, text) : corporations.find(ctx, id);
    return found === undefined ? undefined : { corporationId: found.id, ...facts(found) };
  }

  /**
   * [D-GF-02] Whose framework a message is about: that of an ecosystem which the signing corporation
   * controls, or its own where `ecosystemId` is 0. Refuses with `gf` 10, 11 and 12.
   */
  signed(
    ctx: ReadContext,
    ecosystemId: bigint,
    { corporation: { id } }: CorporationOperator,
    rule: RuleId,
  ): Subject {
    if (ecosystemId === 0n) {
      const own = this.corporation(ctx, id, "");
      ensure(own !== undefined, rule, gfErrors.corporationNotFound, { id });
      return own;
    }
    const facts = { id: ecosystemId };
    const ecosystem = this.ecosystems.find(ctx, ecosystemId);
    ensure(ecosystem !== undefined, rule, gfErrors.ecosystemNotFound, facts);
    ensure(ecosystem.corporationId === id, rule, gfErrors.notController, facts);
    return ecosystemSubject(ecosystem);
  }

  /** Makes a version of the subject its active one. */
  activate(ctx: WriteContext, subject: SubjectRef, version: number): void {
    if (subject.ecosystemId === undefined) {
      this.corporations.activateVersion(ctx, subject.corporationId, version);
    } else this.ecosystems.activateVersion(ctx, subject.ecosystemId, version);
  }

  ofVersion(ctx: ReadContext, version: GovernanceFrameworkVersion): Subject | undefined {
    return version.ecosystemId === 0n
      ? this.corporation(ctx, version.corporationId, "")
      : this.ecosystem(ctx, version.ecosystemId);
  }
}

const ecosystemSubject = (found: SubjectFacts): Subject => ({
  ecosystemId: found.id,
  ...facts(found),
});

const facts = ({ language, activeVersion }: SubjectFacts) => ({ language, activeVersion });
