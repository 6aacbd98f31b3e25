import type { RuleId } from "../../../gen/rules.js";
import {
  type GovernanceFrameworkDocument,
  type GovernanceFrameworkVersion,
  MsgAddGovernanceFrameworkDocument,
  MsgAddGovernanceFrameworkDocumentResponse,
} from "../../../gen/verana/gf/v1.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import type { ReadContext, WriteContext } from "../../../keeper/context.js";
import { ensure } from "../../../keeper/errors.js";
import { isLanguageTag } from "../../../keeper/formats/language.js";
import { isDigestSri } from "../../../keeper/formats/sri.js";
import { isHttpUrl } from "../../../keeper/formats/url.js";
import type { Handler } from "../../../keeper/handler.js";
import { gfErrors } from "../errors.js";
import { documentAdded } from "../events.js";
import type { FrameworkKeeper } from "../keeper.js";
import { ensurePresent, ensureSigners } from "../parameters.js";
import type { CorporationSubjects } from "../ports.js";
import type { FrameworkSubjects } from "../subjects.js";
import type { Subject } from "../types.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: FrameworkKeeper;
  readonly subjects: FrameworkSubjects;
  readonly corporations: CorporationSubjects;
  readonly delegation: DelegationPort;
}

/** Whose framework, and what is there of the version and the document already. */
interface Proof {
  readonly subject: Subject;
  readonly version: GovernanceFrameworkVersion | undefined;
  readonly document: GovernanceFrameworkDocument | undefined;
}

type Message = MsgAddGovernanceFrameworkDocument;
type AddDocument = Handler<
  Message,
  CorporationOperator,
  Proof,
  MsgAddGovernanceFrameworkDocumentResponse
>;

const RULE: RuleId = "MOD-GF-MSG-1-2-1";

/**
 * [MOD-GF-MSG-1] Add Governance Framework Document: to a version that is not active yet, in place of
 * the document in the same language where there is one.
 */
export const addGovernanceFrameworkDocument = (deps: Deps): AddDocument => ({
  rule: "MOD-GF-MSG-1",
  type: MsgAddGovernanceFrameworkDocument,
  response: MsgAddGovernanceFrameworkDocumentResponse,

  parse(message) {
    ensureGiven(message);
    ensureSigners(deps, message, RULE);
    ensureWellFormed(message);
  },

  authorize: deps.delegation.corporationOperator(MsgAddGovernanceFrameworkDocument.typeUrl, RULE),

  /** [MOD-GF-MSG-1-2] [MOD-GF-MSG-1-2-1] The stateful checks; [MOD-GF-MSG-1-2-2] fees are the ante stage's. */
  check(ctx, message, by) {
    const subject = deps.subjects.signed(ctx, message.ecosystemId, by, RULE);
    const version = openVersion(ctx, deps.keeper, subject, message.version);
    const document =
      version === undefined
        ? undefined
        : deps.keeper.documentIn(ctx, version.id, message.docLanguage);
    return { subject, version, document };
  },

  /** [MOD-GF-MSG-1-3] [D-GF-03] The subject itself is not modified. */
  execute(ctx, message, by, { subject, version: known, document: before }) {
    const { state } = deps.keeper;
    const version = known ?? created(ctx, deps.keeper, subject, message.version);
    const { docUrl: url, docDigestSri: digestSri } = message;
    const document =
      before === undefined
        ? {
            id: state.documentIds.next(ctx),
            gfvId: version.id,
            created: ctx.blockTime,
            language: message.docLanguage,
            url,
            digestSri,
          }
        : { ...before, url, digestSri };
    state.documents.set(ctx, document.id, document);
    ctx.emit(documentAdded(version, document, by));
    return {};
  },
});

/** [MOD-GF-MSG-1-1] [D-GEN-04] All but `ecosystem_id` is mandatory, the operator too. */
function ensureGiven(message: Message): void {
  ensurePresent(RULE, {
    corporation: message.corporation,
    operator: message.operator,
    doc_language: message.docLanguage,
    doc_url: message.docUrl,
    doc_digest_sri: message.docDigestSri,
    version: message.version,
  });
}

/** [D-GEN-17] The language has no cap of 17 characters here. */
function ensureWellFormed({ docLanguage, docUrl, docDigestSri }: Message): void {
  const tagged = isLanguageTag(docLanguage);
  ensure(tagged, RULE, gfErrors.malformedLanguage, { doc_language: docLanguage });
  ensure(isHttpUrl(docUrl), RULE, gfErrors.malformedUrl, { doc_url: docUrl });
  ensure(isDigestSri(docDigestSri), RULE, gfErrors.malformedDigest, {
    doc_digest_sri: docDigestSri,
  });
}

/** [D-GF-03] The version that is meant, undefined where it is the next one; several may be open at once. */
function openVersion(
  ctx: ReadContext,
  keeper: FrameworkKeeper,
  subject: Subject,
  version: number,
): GovernanceFrameworkVersion | undefined {
  const found = keeper.versionAt(ctx, subject, version);
  if (found === undefined) {
    const next = keeper.lastVersion(ctx, subject) + 1;
    ensure(version === next, RULE, gfErrors.versionNotNext, { version, next });
  }
  const { activeVersion: active } = subject;
  ensure(version > active, RULE, gfErrors.versionNotAboveActive, { version, active });
  return found;
}

/** [D-GF-01] A version that is no longer only thought of, and not active yet. */
function created(
  ctx: WriteContext,
  { state }: FrameworkKeeper,
  subject: Subject,
  number: number,
): GovernanceFrameworkVersion {
  const version: GovernanceFrameworkVersion = {
    id: state.versionIds.next(ctx),
    ecosystemId: subject.ecosystemId ?? 0n,
    corporationId: subject.corporationId ?? 0n,
    created: ctx.blockTime,
    version: number,
    activeSince: undefined,
  };
  state.versions.set(ctx, version.id, version);
  return version;
}
