import type { ChainSettings } from "../../keeper/context.js";
import type { ParticipantKeeper } from "./keeper.js";
import type {
  AccountsPort,
  AuthorityPort,
  BankPort,
  CorporationPort,
  DepositPort,
  DigestPort,
  EcosystemPort,
  PricePort,
  SchemaPort,
} from "./ports.js";

/** What the participant module stands on. */
export interface ParticipantModuleDeps {
  readonly settings: ChainSettings;
  readonly schemas: SchemaPort;
  readonly ecosystems: EcosystemPort;
  readonly corporations: CorporationPort;
  readonly delegation: AuthorityPort;
  readonly bank: BankPort;
  readonly accounts: AccountsPort;
  readonly deposits: DepositPort;
  readonly prices: PricePort;
  readonly digests: DigestPort;
}

/** The same with the module's own keeper: what its methods and queries are given. */
export interface PpDeps extends ParticipantModuleDeps {
  readonly participants: ParticipantKeeper;
}
