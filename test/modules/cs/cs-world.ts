import {
  CredentialSchema,
  MsgCreateCredentialSchema,
  MsgCreateCredentialSchemaResponse,
  SchemaAuthorizationPolicy,
} from "../../../src/gen/verana/cs/v1.js";
import type { ChainError } from "../../../src/keeper/errors.js";
import type { Json } from "../../../src/keeper/query.js";
import { csModule, type SchemaKeeper } from "../../../src/modules/cs/index.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import {
  type ModuleContext,
  type ModuleContextOptions,
  moduleContext,
  TEST_SETTINGS,
} from "../../support/module-context.js";
import {
  corporationTable,
  delegationTable,
  ecosystemTable,
  OPERATOR,
  POLICY,
  send,
} from "../../support/registry-ports.js";

/** A chain with the credential schema module alone. */
export class SchemaWorld {
  readonly chain: ModuleContext;
  readonly cs = csModule({
    settings: TEST_SETTINGS,
    corporations: corporationTable,
    ecosystems: ecosystemTable,
    delegation: delegationTable,
  });

  constructor(options: ModuleContextOptions = {}) {
    this.chain = moduleContext(options);
    const genesis = this.cs.module.genesis;
    this.chain.run((ctx) => genesis?.init(ctx, genesis.fresh(TEST_SETTINGS)));
  }

  get keeper(): SchemaKeeper {
    return this.cs.keeper;
  }

  /** Creates a schema; its id. */
  create(given: Partial<MsgCreateCredentialSchema> = {}): bigint {
    const reply = this.chain.run((ctx) =>
      send(ctx, this.cs.module, MsgCreateCredentialSchema, createMessage(given)),
    );
    return MsgCreateCredentialSchemaResponse.decode(reply).id;
  }

  /** What creating a schema is refused with; nothing was written. */
  refused(given: Partial<MsgCreateCredentialSchema>, account = OPERATOR) {
    return this.chain.refused((ctx) =>
      send(ctx, this.cs.module, MsgCreateCredentialSchema, createMessage(given), account),
    );
  }

  /** Sends a message of the module as its operator; the response's bytes. */
  send<M>(type: MessageType<M>, given: Partial<M>): Uint8Array {
    const message = { corporation: POLICY, operator: OPERATOR, ...given };
    return this.chain.run((ctx) => send(ctx, this.cs.module, type, type.create(message)));
  }

  /** What a message is refused with; nothing was written. */
  refuses<M>(type: MessageType<M>, given: Partial<M>, account = OPERATOR): ChainError {
    const message = { corporation: POLICY, operator: account, ...given };
    return this.chain.refused((ctx) =>
      send(ctx, this.cs.module, type, type.create(message), account),
    );
  }

  /** What the module's invariants find wrong. */
  faults(): readonly string[] {
    return (this.cs.module.invariants ?? []).flatMap(({ check }) => check(this.chain.ctx) ?? []);
  }

  /** The stored schema. */
  schema(id: bigint): CredentialSchema {
    return this.keeper.load(this.chain.ctx, id, "MOD-CS-QRY-2-3");
  }

  /** Puts a schema into state, whatever it is. */
  put(given: Partial<CredentialSchema> & { readonly id: bigint }): void {
    const schema = CredentialSchema.create({
      created: this.chain.time,
      modified: this.chain.time,
      ecosystemId: 3n,
      jsonSchema: "{}",
      issuerOnboardingMode: 1,
      verifierOnboardingMode: 1,
      holderOnboardingMode: 1,
      pricingAssetType: 1,
      pricingAsset: "tu",
      digestAlgorithm: "sha384",
      ...given,
    });
    this.chain.run((ctx) => this.keeper.state.schemas.set(ctx, given.id, schema));
  }

  /** Puts a policy into state, whatever it is. */
  putPolicy(given: Partial<SchemaAuthorizationPolicy> & { readonly id: bigint }): void {
    const policy = SchemaAuthorizationPolicy.create({
      ...{ schemaId: 1n, role: 1, version: 1, url: "https://example.com", digestSri: "sha384-aa" },
      created: this.chain.time,
      ...given,
    });
    this.chain.run((ctx) => this.keeper.state.policies.set(ctx, given.id, policy));
  }

  /** Replaces members of the section of a fresh chain and starts with it. */
  start(section: Readonly<Record<string, Json>>): void {
    const genesis = this.cs.module.genesis;
    if (genesis === undefined) throw new Error("no genesis");
    const fresh = genesis.fresh(TEST_SETTINGS);
    if (typeof fresh !== "object") throw new Error("no section");
    this.chain.run((ctx) => genesis.init(ctx, { ...fresh, ...section }));
  }
}

/** A message that is accepted as it is. */
export function createMessage(
  given: Partial<MsgCreateCredentialSchema> = {},
): MsgCreateCredentialSchema {
  return MsgCreateCredentialSchema.create({
    corporation: POLICY,
    operator: OPERATOR,
    ecosystemId: 3n,
    jsonSchema: '{"type":"object","title":"Example","$id":"vpr:VPR_CREDENTIAL_SCHEMA_ID"}',
    issuerOnboardingMode: 3,
    verifierOnboardingMode: 1,
    holderOnboardingMode: 2,
    pricingAssetType: 1,
    pricingAsset: "tu",
    digestAlgorithm: "sha384",
    ...given,
  });
}
