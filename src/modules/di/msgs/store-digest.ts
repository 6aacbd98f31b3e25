import type { RuleId } from "../../../gen/rules.js";
import { MsgStoreDigest, MsgStoreDigestResponse } from "../../../gen/verana/di/v1.js";
import { parseAccount } from "../../../keeper/addresses.js";
import type { CorporationOperator, DelegationPort } from "../../../keeper/authority.js";
import { ensure } from "../../../keeper/errors.js";
import { isDigest } from "../../../keeper/formats/digest.js";
import type { Handler } from "../../../keeper/handler.js";
import { operatorChecks } from "../../../keeper/operator-checks.js";
import { diErrors } from "../errors.js";
import type { DigestKeeper } from "../keeper.js";
import type { CorporationPort } from "../ports.js";

interface Deps {
  readonly settings: { readonly prefix: string };
  readonly keeper: DigestKeeper;
  readonly corporations: CorporationPort;
  readonly delegation: DelegationPort;
}

type StoreDigest = Handler<MsgStoreDigest, CorporationOperator, void, MsgStoreDigestResponse>;

const RULE: RuleId = "MOD-DI-MSG-1-2-1";

const { ensurePresent } = operatorChecks(diErrors);

/** [MOD-DI-MSG-1] Store Digest. On the wire the corporation is called `authority`. */
export const storeDigest = ({ settings, keeper, corporations, delegation }: Deps): StoreDigest => {
  const authorize = delegation.corporationOperator(MsgStoreDigest.typeUrl, RULE);
  return {
    rule: "MOD-DI-MSG-1",
    type: MsgStoreDigest,
    response: MsgStoreDigestResponse,

    /** [MOD-DI-MSG-1-1] [D-DI-02] */
    parse({ authority, operator, digest }) {
      ensurePresent(RULE, { authority, operator, digest });
      const named = corporations.wellFormed(authority);
      ensure(named, RULE, diErrors.malformedCorporation, { authority });
      const account = parseAccount(settings.prefix, operator) !== undefined;
      ensure(account, RULE, diErrors.malformedOperator, { operator });
      ensure(isDigest(digest), "D-DI-02", diErrors.malformedDigest, { digest });
    },

    authorize: (ctx, { authority, operator }, signer) =>
      authorize(ctx, { corporation: authority, operator }, signer),

    /** [MOD-DI-MSG-1-2] [MOD-DI-MSG-1-2-1] Nothing more is asked; [MOD-DI-MSG-1-2-2] fees are the ante stage's. */
    check() {},

    execute(ctx, { digest }, { corporation, operator }) {
      keeper.store(ctx, digest, {
        corporation: corporation.policyAddress,
        operator,
        source: "msg",
      });
      return {};
    },
  };
};
