import type { DelegationPort } from "../../../keeper/authority.js";
import type { SchemaKeeper } from "../keeper.js";
import type { CorporationNames, EcosystemPort } from "../ports.js";

/** What the messages of this module need from others. */
export interface MessageDeps {
  readonly schemas: SchemaKeeper;
  readonly settings: { readonly prefix: string };
  readonly corporations: CorporationNames;
  readonly ecosystems: EcosystemPort;
  readonly delegation: DelegationPort;
}
