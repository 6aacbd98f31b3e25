import {
  MsgAddGovernanceFrameworkDocument,
  MsgIncreaseActiveGovernanceFrameworkVersion,
} from "../../../src/gen/verana/gf/v1.js";
import type { ChainError } from "../../../src/keeper/errors.js";
import type { Json } from "../../../src/keeper/query.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import { BOB, DIGEST, RegistryWorld, SECOND } from "../../support/registry-world.js";

type Add = Partial<MsgAddGovernanceFrameworkDocument>;
type Increase = Partial<MsgIncreaseActiveGovernanceFrameworkVersion>;

/** What an operator may do in these tests. */
export const TYPES = [
  "CreateEcosystem",
  "AddGovernanceFrameworkDocument",
  "IncreaseActiveGovernanceFrameworkVersion",
];

/**
 * Corporation 1 with ecosystem 1 (both English, version 1 active, one document each), and one second
 * later. BOB is the operator.
 */
export class FrameworkWorld extends RegistryWorld {
  readonly policy: string;

  constructor() {
    super();
    this.policy = this.corporation("did:example:corporation").policyAddress;
    this.grant(this.policy, { msgTypes: TYPES });
    this.ecosystem(this.policy, "did:example:ecosystem");
    this.pass(SECOND);
    this.taken("");
  }

  /** Another corporation, with BOB as operator; its policy's address. */
  other(): string {
    const { policyAddress } = this.corporation("did:example:other");
    this.grant(policyAddress, { msgTypes: TYPES });
    return policyAddress;
  }

  /** A document of version 2 of the corporation, in English. */
  document(init: Add = {}): Add {
    return {
      corporation: this.policy,
      operator: BOB,
      docLanguage: "en",
      docUrl: "https://example.com/v2",
      docDigestSri: DIGEST,
      version: 2,
      ...init,
    };
  }

  add(init: Add = {}): void {
    this.send(MsgAddGovernanceFrameworkDocument, this.document(init), BOB);
  }

  increase(init: Increase = {}): void {
    const message = { corporation: this.policy, operator: BOB, ...init };
    this.send(MsgIncreaseActiveGovernanceFrameworkVersion, message, BOB);
  }

  /** What both messages are refused with. */
  refusedDocument(init: Add = {}, signer = BOB): ChainError {
    return this.refuses(MsgAddGovernanceFrameworkDocument, this.document(init), signer);
  }

  refusedIncrease(init: Increase = {}, signer = BOB): ChainError {
    const message = { corporation: this.policy, operator: BOB, ...init };
    const type: MessageType<MsgIncreaseActiveGovernanceFrameworkVersion> =
      MsgIncreaseActiveGovernanceFrameworkVersion;
    return this.refuses(type, message, signer);
  }

  /** Versions of corporation 1 as the REST family lists them. */
  versions(params: Readonly<Record<string, string>> = { corporation: "1" }): readonly Json[] {
    const answer = this.spec("/gf/v1/list", params) as {
      readonly governance_framework_versions: readonly Json[];
    };
    return answer.governance_framework_versions;
  }
}
