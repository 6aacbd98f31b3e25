import type { GovernanceFrameworkVersion } from "../../gen/verana/gf/v1.js";
import type { ReadContext } from "../../keeper/context.js";
import type { CorporationSubjects, EcosystemSubjects, SubjectFacts } from "./ports.js";
import type { Subject } from "./types.js";

/** Finds the owners of frameworks, whichever kind they are. */
export class FrameworkSubjects {
  constructor(
    readonly corporations: CorporationSubjects,
    readonly ecosystems: EcosystemSubjects,
  ) {}

  ecosystem(ctx: ReadContext, id: bigint): Subject | undefined {
    const found = this.ecosystems.find(ctx, id);
    return found === undefined ? undefined : { ecosystemId: found.id, ...facts(found) };
  }

  /** By group id, or by text when `id` is 0. */
  corporation(ctx: ReadContext, id: bigint, text: string): Subject | undefined {
    const { corporations } = this;
    const found = id === 0n ? corporations.resolve(ctx, text) : corporations.find(ctx, id);
    return found === undefined ? undefined : { corporationId: found.id, ...facts(found) };
  }

  ofVersion(ctx: ReadContext, version: GovernanceFrameworkVersion): Subject | undefined {
    return version.ecosystemId === 0n
      ? this.corporation(ctx, version.corporationId, "")
      : this.ecosystem(ctx, version.ecosystemId);
  }
}

const facts = ({ language, activeVersion }: SubjectFacts) => ({ language, activeVersion });
