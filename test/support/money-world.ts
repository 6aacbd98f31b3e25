import { governanceAddress } from "../../src/keeper/governance.js";
import { authModule } from "../../src/modules/auth/index.js";
import { bankModule } from "../../src/modules/bank/index.js";
import { corporationKeeper } from "../../src/modules/corporation/index.js";
import { delegationModule } from "../../src/modules/de/index.js";
import { tdModule } from "../../src/modules/td/index.js";
import type { MessageType } from "../../src/wire/descriptor.js";
import { brokenInvariants } from "./faults.js";
import type { ModuleContextOptions } from "./module-context.js";
import { feegrantKeeper } from "./registry-ports.js";
import { account, BOB, RegistryWorld } from "./registry-world.js";

/** Whose coins tests give away. */
const BANK = account(99);

/** Governance's own account. */
export const GOV = governanceAddress("verana");

/** The composed modules with money, and the keepers of what no transaction reaches. */
export class MoneyWorld extends RegistryWorld {
  readonly accounts = authModule(this.settings).keeper;
  readonly bank = bankModule({
    settings: this.settings,
    accounts: this.accounts,
    blocked: new Set(),
  }).keeper;
  readonly corporations = corporationKeeper(this.settings);
  readonly delegation = delegationModule({
    settings: this.settings,
    corporations: this.corporations,
    groups: { policy: () => undefined },
    feegrants: feegrantKeeper(this.settings),
  }).keeper;
  readonly deposits = tdModule({
    settings: this.settings,
    bank: this.bank,
    accounts: this.accounts,
    corporations: this.corporations,
    delegation: this.delegation,
  }).keeper;

  constructor(options?: ModuleContextOptions) {
    super(options);
    const coins = [
      { denom: "ufoo", amount: `${10n ** 20n}` },
      { denom: this.settings.denom, amount: `${10n ** 20n}` },
    ];
    this.import("bank", { balances: [{ address: BANK, coins }] });
    for (const name of ["td", "pp", "xr", "di"]) {
      this.import(name, this.genesis(name).fresh({ denom: this.settings.denom }));
    }
  }

  /** Gives an account coins. */
  fund(address: string, amount: bigint, denom = this.settings.denom): void {
    this.run((ctx) => this.bank.send(ctx, BANK, address, [{ denom, amount }]));
  }

  /** Gives a module's account coins, as its own keeper would. */
  fundModule(name: string, amount: bigint, denom = this.settings.denom): void {
    this.fund(this.accounts.moduleAddress(name), amount, denom);
  }

  balance(address: string, denom = this.settings.denom): bigint {
    return this.bank.balance(this.ctx, address, denom);
  }

  heldBy(module: string, denom = this.settings.denom): bigint {
    return this.balance(this.accounts.moduleAddress(module), denom);
  }

  supply(denom = this.settings.denom): bigint {
    return this.bank.supply(this.ctx, denom);
  }

  /** A corporation with coins, whose operator BOB may send messages of these types. */
  rich(did: string, msgTypes: readonly string[], amount = 10n ** 12n, operator = BOB) {
    const made = this.corporation(did);
    this.grant(made.policyAddress, { grantee: operator, msgTypes: [...msgTypes] });
    if (amount > 0n) this.fund(made.policyAddress, amount);
    return { id: made.corporationId, policyAddress: made.policyAddress };
  }

  /** A message by governance. */
  govern<T>(type: MessageType<T>, init: Partial<T>): void {
    this.send(type, { authority: GOV, ...init } as Partial<T>, GOV, "gov");
  }

  /** What is wrong with balances, trust deposits and the registry, by the names of their invariants. */
  override faults(): readonly string[] {
    return brokenInvariants(this.app.modules, this.ctx, CHECKED);
  }
}

const CHECKED: ReadonlySet<string> = new Set(["bank", "td", "pp", "de", "co", "ec", "cs", "gf"]);
