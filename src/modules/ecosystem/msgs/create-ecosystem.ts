import type { RuleId } from "../../../gen/rules.js";
import {
  type Ecosystem,
  MsgCreateEcosystem,
  MsgCreateEcosystemResponse,
} from "../../../gen/verana/ec/v1.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import { isDid } from "../../../keeper/formats/did.js";
import { isLanguageTag } from "../../../keeper/formats/language.js";
import { isDigestSri } from "../../../keeper/formats/sri.js";
import { isHttpUrl } from "../../../keeper/formats/url.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureOneController } from "../did-owners.js";
import { ecErrors } from "../errors.js";
import { ecosystemCreated } from "../events.js";
import type { EcosystemKeeper } from "../keeper.js";
import { ensurePresent, ensureSigners } from "../parameters.js";
import type { CorporationPort, DidControllerPort, FrameworkPort } from "../ports.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: EcosystemKeeper;
  readonly corporations: CorporationPort;
  readonly delegation: DelegationPort;
  readonly frameworks: FrameworkPort;
  readonly didControllers: readonly DidControllerPort[];
}

type CreateEcosystem = Handler<
  MsgCreateEcosystem,
  CorporationOperator,
  void,
  MsgCreateEcosystemResponse
>;

const RULE: RuleId = "MOD-ES-MSG-1-2-1";

/** Longest `language` of an ecosystem (D-GEN-17). */
const LANGUAGE_SIZE = 17;

/** [MOD-ES-MSG-1] Create New Ecosystem. */
export const createEcosystem = (deps: Deps): CreateEcosystem => ({
  rule: "MOD-ES-MSG-1",
  type: MsgCreateEcosystem,
  response: MsgCreateEcosystemResponse,

  parse(message) {
    ensureGiven(message);
    ensureWellFormed(deps, message);
  },

  authorize: deps.delegation.corporationOperator(MsgCreateEcosystem.typeUrl, RULE),

  /** [MOD-ES-MSG-1-2] [MOD-ES-MSG-1-2-1] The stateful checks; [MOD-ES-MSG-1-2-2] fees are the ante stage's. */
  check(ctx, { did }, { corporation }) {
    ensureOneController(ctx, deps, { did, corporationId: corporation.id }, RULE);
  },

  /** [MOD-ES-MSG-1-3] [D-ES-03] Archived corporations may create ecosystems too. */
  execute(ctx, message, { corporation, operator }) {
    const id = deps.keeper.state.ids.next(ctx);
    const ecosystem: Ecosystem = {
      id,
      did: message.did,
      corporationId: corporation.id,
      created: ctx.blockTime,
      modified: ctx.blockTime,
      archived: false,
      archivedAt: undefined,
      language: message.language,
      activeVersion: 1,
    };
    deps.keeper.state.ecosystems.set(ctx, id, ecosystem);
    deps.frameworks.seed(ctx, {
      ecosystemId: id,
      language: message.language,
      url: message.docUrl,
      digestSri: message.docDigestSri,
    });
    ctx.emit(ecosystemCreated(ecosystem, operator));
    return { ecosystemId: id };
  },
});

/** [MOD-ES-MSG-1-1] [D-GEN-04] Every parameter is mandatory, the operator too. */
function ensureGiven(message: MsgCreateEcosystem): void {
  ensurePresent(RULE, {
    corporation: message.corporation,
    operator: message.operator,
    did: message.did,
    language: message.language,
    doc_url: message.docUrl,
    doc_digest_sri: message.docDigestSri,
  });
}

/** [MOD-ES-MSG-1-2-1] Syntax, in the order of the specification. */
function ensureWellFormed(deps: Deps, message: MsgCreateEcosystem): void {
  const { did, language, docUrl, docDigestSri } = message;
  ensureSigners(deps, message, RULE);
  ensure(isDid(did), RULE, ecErrors.malformedDid, { did });
  const tagged = isLanguageTag(language) && language.length <= LANGUAGE_SIZE;
  ensure(tagged, RULE, ecErrors.malformedLanguage, { language });
  ensure(isHttpUrl(docUrl), RULE, ecErrors.malformedUrl, { doc_url: docUrl });
  ensure(isDigestSri(docDigestSri), RULE, ecErrors.malformedDigest, {
    doc_digest_sri: docDigestSri,
  });
}
