import { GenesisState, TrustDeposit, type TrustDepositRecord } from "../../gen/verana/td/v1.js";
import { AMOUNT_LIMIT } from "../../keeper/coins.js";
import type { ReadContext, WriteContext } from "../../keeper/context.js";
import * as dec from "../../keeper/dec.js";
import { ensure } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import type { ModuleGenesis } from "../../keeper/module.js";
import { NAME } from "./deposit.js";
import { tdErrors } from "./errors.js";
import type { TrustDepositKeeper } from "./keeper.js";
import { checkParams, defaultParams } from "./params.js";

/**
 * The section `td` of `app_state`: parameters, deposits, and as `dust` what the yearly maximum left of
 * a base unit. Corporations and balances are there before it.
 */
export function trustDepositGenesis(k: TrustDepositKeeper, prefix: string): ModuleGenesis {
  return {
    name: NAME,
    fresh: () => printSection(GenesisState, GenesisState.create({ params: defaultParams(prefix) })),
    init(ctx, section) {
      const genesis = readSection(GenesisState, section, tdErrors.invalidGenesis);
      checkParams(genesis.params, prefix);
      k.state.params.set(ctx, genesis.params);
      for (const record of genesis.trustDeposits) initDeposit(ctx, k, record);
      const carry = carryOf(genesis.dust);
      if (carry > 0n) k.state.carry.set(ctx, carry);
    },
    export: (ctx) => printSection(GenesisState, read(ctx, k)),
  };
}

function initDeposit(ctx: WriteContext, k: TrustDepositKeeper, record: TrustDepositRecord): void {
  const { corporationId: id } = record;
  valid(k.ports.corporations.find(ctx, id) !== undefined, "unknown corporation", id);
  valid(k.find(ctx, id) === undefined, "deposit given twice", id);
  const { deposit, refunded, slashedDeposit, repaidDeposit, slashCount } = record;
  const amounts = [deposit, refunded, slashedDeposit, repaidDeposit, slashCount];
  const small = amounts.every((amount) => amount < AMOUNT_LIMIT);
  valid(small, "a number is not below 2^63", id);
  valid(record.share >= 0n && record.share <= dec.MAX, "share out of range", id);
  valid(refunded <= deposit, "more refunded than deposited", id);
  valid(repaidDeposit <= slashedDeposit, "more repaid than slashed", id);
  k.put(ctx, undefined, TrustDeposit.create(record));
}

/** A part of one base unit; nothing when it is not given. */
function carryOf(dust: string): dec.Dec {
  const carry = dust === "" ? 0n : dec.parseStrict(dust);
  const part = carry !== undefined && carry >= 0n && carry < dec.ONE;
  const reason = "dust must be a decimal from 0 to below 1";
  ensure(part, "D-TD-07", tdErrors.invalidGenesis, { reason, dust });
  return carry;
}

function valid(ok: boolean, reason: string, corporation: bigint): asserts ok {
  ensure(ok, "D-TD-13", tdErrors.invalidGenesis, { reason, corporation });
}

function read(ctx: ReadContext, k: TrustDepositKeeper): GenesisState {
  const carry = k.state.carry.get(ctx);
  return {
    params: k.params(ctx),
    trustDeposits: [...k.state.deposits.entries(ctx)].map(([, deposit]) => deposit),
    dust: carry === undefined ? "" : dec.format(carry),
  };
}
