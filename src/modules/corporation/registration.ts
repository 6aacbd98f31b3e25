import type { RuleId } from "../../gen/rules.js";
import type { Corporation } from "../../gen/verana/co/v1.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { isDid } from "../../keeper/formats/did.js";
import { isLanguageTag } from "../../keeper/formats/language.js";
import { isDigestSri } from "../../keeper/formats/sri.js";
import { isHttpUrl } from "../../keeper/formats/url.js";
import { coErrors } from "./errors.js";
import { corporationCreated } from "./events.js";
import type { CorporationKeeper } from "./keeper.js";
import { ensurePresent } from "./parameters.js";
import type { DidControllerPort, FrameworkPort } from "./ports.js";

/** What both forms of MOD-CO-MSG-1 say of the new corporation. */
export interface NewCorporation {
  readonly did: string;
  readonly language: string;
  readonly docUrl: string;
  readonly docDigestSri: string;
}

const RULE: RuleId = "MOD-CO-MSG-1-2-1";

/** Longest `language` of a corporation (D-GEN-17). */
const LANGUAGE_SIZE = 17;

/** [MOD-CO-MSG-1-1] The mandatory parameters that both forms share, and others of the one at hand. */
export function ensureGiven(
  message: NewCorporation,
  others: Readonly<Record<string, string>>,
): void {
  ensurePresent(RULE, {
    ...others,
    did: message.did,
    language: message.language,
    doc_url: message.docUrl,
    doc_digest_sri: message.docDigestSri,
  });
}

/** [MOD-CO-MSG-1-2-1] Syntax of what describes the corporation, in the order of the specification. */
export function ensureWellFormed({ did, language, docUrl, docDigestSri }: NewCorporation): void {
  ensure(isDid(did), RULE, coErrors.malformedDid, { did });
  const tagged = isLanguageTag(language) && language.length <= LANGUAGE_SIZE;
  ensure(tagged, RULE, coErrors.malformedLanguage, { language });
  ensure(isHttpUrl(docUrl), RULE, coErrors.malformedUrl, { doc_url: docUrl });
  ensure(isDigestSri(docDigestSri), RULE, coErrors.malformedDigest, {
    doc_digest_sri: docDigestSri,
  });
}

/**
 * [D-CO-03] No two corporations share a DID, archived ones included; [D-GEN-18] on strict chains nor does
 * anyone else. `groupId` is who asks, as far as it is there; `rule` is the method's own.
 */
export function ensureDidFree(
  ctx: ReadContext,
  deps: {
    readonly keeper: CorporationKeeper;
    readonly didControllers: readonly DidControllerPort[];
  },
  did: string,
  groupId?: bigint,
  rule: RuleId = RULE,
): void {
  const holder = deps.keeper.byDid(ctx, did)?.id;
  const free = holder === undefined || holder === groupId;
  ensure(free, rule, coErrors.didTaken, { did });
  if (!ctx.chain.strictDidOwnership) return;
  const controllers = deps.didControllers.map((port) => port.controllerOf(ctx, did));
  const own = controllers.every((id) => id === undefined || id === groupId);
  ensure(own, "D-GEN-18", coErrors.didOfAnother, { did });
}

/** [MOD-CO-MSG-1-3] Stores the corporation and version 1 of its governance framework. */
export function register(
  ctx: WriteContext,
  deps: { readonly keeper: CorporationKeeper; readonly frameworks: FrameworkPort },
  owner: { readonly id: bigint; readonly policyAddress: string },
  message: NewCorporation,
): Corporation {
  const { did, language, docUrl, docDigestSri } = message;
  const corporation: Corporation = {
    ...owner,
    did,
    created: ctx.blockTime,
    modified: ctx.blockTime,
    language,
    activeVersion: 1,
    archived: undefined,
  };
  deps.keeper.state.corporations.set(ctx, owner.id, corporation);
  deps.frameworks.seed(ctx, {
    corporationId: owner.id,
    language,
    url: docUrl,
    digestSri: docDigestSri,
  });
  ctx.emit(corporationCreated(corporation));
  return corporation;
}
