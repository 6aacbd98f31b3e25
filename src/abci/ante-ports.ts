import { registry } from "../gen/registry.js";
import { refuse } from "../keeper/errors.js";
import { sdkErrors } from "../keeper/sdk-errors.js";
import type { AuthKeeper } from "../modules/auth/index.js";
import type { BankKeeper } from "../modules/bank/index.js";
import { blockGasLimit, CONSENSUS_STORE, readConsensusParams } from "../modules/consensus/index.js";
import type { DelegationKeeper } from "../modules/de/index.js";
import type { FeegrantKeeper } from "../modules/feegrant/index.js";
import type { AntePorts } from "./ante/index.js";

const COLLECTOR = "fee_collector";

/** The keepers that fees and signatures concern. */
export interface AnteKeepers {
  readonly auth: AuthKeeper;
  readonly bank: BankKeeper;
  readonly feegrants: FeegrantKeeper;
  readonly delegation: DelegationKeeper;
}

/** The ante stage's view of accounts, balances and fee allowances. */
export function antePorts({ auth, bank, feegrants, delegation }: AnteKeepers): AntePorts {
  return {
    resolve: (url) => registry.byUrl(url),
    limits: (ctx) => auth.params(ctx),
    blockGasLimit: (ctx) => blockGasLimit(readConsensusParams(ctx.stores.store(CONSENSUS_STORE))),
    accounts: {
      find(ctx, address) {
        const account = auth.find(ctx, address);
        if (account === undefined) return undefined;
        const { pubKey: publicKey, accountNumber, sequence } = account.base;
        return { address, publicKey, accountNumber, sequence };
      },
      update(ctx, { address, publicKey: pubKey, sequence }) {
        const account = auth.find(ctx, address);
        if (account === undefined) refuse(sdkErrors.unknownAddress, { log: address });
        auth.set(ctx, { ...account, base: { ...account.base, pubKey, sequence } });
      },
    },
    fees: {
      useAllowance(ctx, use) {
        // Allowances that delegation made have rules of their own (D-AUTHZ-08).
        if (delegation.payFee(ctx, use)) return;
        const { granter, payer: grantee, fee } = use;
        const messages = use.messages.map(({ typeUrl }) => typeUrl);
        feegrants.use(ctx, { granter, grantee }, { fee, messages });
      },
      collect: (ctx, from, fee) => bank.collectFee(ctx, from, COLLECTOR, fee),
      collectNothing: (ctx, from) => bank.rehearseFee(ctx, from, COLLECTOR),
    },
  };
}
