import {
  MsgSlashTrustDeposit,
  MsgSlashTrustDepositResponse,
  type TrustDeposit,
} from "../../../gen/verana/td/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { type Governance, governance } from "../../../keeper/governance.js";
import type { Handler } from "../../../keeper/handler.js";
import { ensureAmount, ensureBelowLimit } from "../amounts.js";
import { ensureBurnable, without } from "../burn-ecosystem-slashed-trust-deposit.js";
import { NAME } from "../deposit.js";
import { tdErrors } from "../errors.js";
import { depositSlashed } from "../events.js";
import type { Holder } from "../ports.js";
import type { TdMessageDeps } from "./operated.js";

interface Proof {
  readonly td: TrustDeposit;
  readonly holder: Holder;
}

type Slash = Handler<MsgSlashTrustDeposit, Governance, Proof, MsgSlashTrustDepositResponse>;

const BASIC = "MOD-TD-MSG-5-2-1";

/**
 * [MOD-TD-MSG-5] Slash Trust Deposit, by governance: the corporation cannot adjust its deposit until it
 * repaid. [MOD-TD-MSG-5-2-2] The fee is the ante stage's.
 */
export const slashTrustDeposit = (k: TdMessageDeps): Slash => ({
  rule: "MOD-TD-MSG-5",
  type: MsgSlashTrustDeposit,
  response: MsgSlashTrustDepositResponse,

  /** [MOD-TD-MSG-5-1] */
  parse({ corporationId, deposit }) {
    const given = corporationId !== 0n;
    ensure(given, BASIC, tdErrors.missingParameter, { parameter: "corporation_id" });
    ensureAmount(deposit, BASIC);
  },

  authorize: governance,

  /** [MOD-TD-MSG-5-2] [MOD-TD-MSG-5-2-1] [D-TD-09] All that was ever slashed is an amount too. */
  check(ctx, { corporationId, deposit }) {
    const td = ensureBurnable(ctx, k.deposits, corporationId, deposit, BASIC);
    ensureBelowLimit(td.slashedDeposit + deposit, BASIC);
    const holder = k.deposits.ports.corporations.find(ctx, corporationId);
    ensure(holder !== undefined, BASIC, tdErrors.depositNotFound, { corporation: corporationId });
    return { td, holder };
  },

  /** [MOD-TD-MSG-5-3] */
  execute(ctx, { deposit: amount }, _by, { td, holder }) {
    const { deposits } = k;
    const next: TrustDeposit = {
      ...without(td, amount, deposits.params(ctx).trustDepositShareValue),
      slashedDeposit: td.slashedDeposit + amount,
      lastSlashed: ctx.blockTime,
      slashCount: td.slashCount + 1n,
    };
    deposits.ports.bank.burn(ctx, NAME, [{ denom: ctx.chain.denom, amount }]);
    deposits.put(ctx, td, next);
    ctx.emit(depositSlashed(ctx, holder, amount, next));
    return {};
  },
});
