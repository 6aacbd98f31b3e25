import { type Composition, compose } from "../../src/abci/compose.js";
import * as group from "../../src/gen/cosmos/group/v1.js";
import { MsgCreateCorporation, MsgCreateCorporationResponse } from "../../src/gen/verana/co/v1.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem } from "../../src/gen/verana/ec/v1.js";
import { MsgRegisterCorporation } from "../../src/gen/vpr/co/v1.js";
import { addressText } from "../../src/keeper/addresses.js";
import type { Signer } from "../../src/keeper/authority.js";
import type { WriteContext } from "../../src/keeper/context.js";
import type { ChainError } from "../../src/keeper/errors.js";
import type { ModuleGenesis } from "../../src/keeper/module.js";
import type { Json, QueryBinding } from "../../src/keeper/query.js";
import type { Any, MessageType } from "../../src/wire/descriptor.js";
import { brokenInvariants } from "./faults.js";
import { ModuleContext, type ModuleContextOptions } from "./module-context.js";

export const SECOND = 1_000_000_000n;
export const DAY = 86_400n * SECOND;

/** Account number `n` of the tests. */
export const account = (n: number): string => addressText("verana", new Uint8Array(20).fill(n));

export const [ALICE, BOB, CAROL, DAVE] = [account(1), account(2), account(3), account(4)] as const;

export const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";

/** Fields that every method that creates a corporation or an ecosystem has. */
export const described = (did = "did:example:one") => ({
  did,
  language: "en",
  docUrl: "https://example.com/framework",
  docDigestSri: DIGEST,
});

const threshold: Any = {
  typeUrl: group.ThresholdDecisionPolicy.typeUrl,
  value: group.ThresholdDecisionPolicy.encode({
    threshold: "1",
    windows: { votingPeriod: 600n * SECOND, minExecutionPeriod: 0n },
  }),
};

/** The composed modules over state in memory: messages and queries run as the application runs them, without ante. */
export class RegistryWorld extends ModuleContext {
  readonly app: Composition = compose(this.settings);

  constructor(options?: ModuleContextOptions) {
    super(options);
    for (const { genesis } of this.app.modules) {
      if (genesis !== undefined && OWN.has(genesis.name)) {
        this.run((ctx) => genesis.init(ctx, genesis.fresh({ denom: "uvna" })));
      }
    }
  }

  /** Parses and runs a message as `signer`; its answer. */
  send<T>(type: MessageType<T>, init: Partial<T>, signer: string, via?: Signer["via"]): Any {
    return this.run((ctx) => this.handle(ctx, type, init, signer, via));
  }

  /** The same of a packed message. */
  deliver(packed: Any, account: string): Any {
    const signer = { account, via: "transaction" } as const;
    return this.run((ctx) => {
      this.app.router.parse(packed);
      return this.app.router.run(ctx, packed, signer).response;
    });
  }

  /** A message that must be refused without a write. */
  refuses<T>(
    type: MessageType<T>,
    init: Partial<T>,
    signer: string,
    via?: Signer["via"],
  ): ChainError {
    const before = this.dump();
    const error = this.refused((ctx) => this.handle(ctx, type, init, signer, via));
    if (this.dump() !== before) throw new Error("something was written");
    return error;
  }

  /** A group of one member with a policy that administers both; the policy's address. */
  group(member = ALICE): string {
    const message = {
      admin: member,
      members: [{ address: member, weight: "1", metadata: "" }],
      groupPolicyAsAdmin: true,
      decisionPolicy: threshold,
    };
    const answer = this.send(group.MsgCreateGroupWithPolicy, message, member);
    return group.MsgCreateGroupWithPolicyResponse.decode(answer.value).groupPolicyAddress;
  }

  /** Another policy of a group, made by the first one. */
  secondPolicy(groupId: bigint, policy: string): string {
    const message = { admin: policy, groupId, decisionPolicy: threshold };
    const answer = this.send(group.MsgCreateGroupPolicy, message, policy, "group");
    return group.MsgCreateGroupPolicyResponse.decode(answer.value).address;
  }

  /** A grant by a policy alone. */
  grant(policy: string, init: Partial<MsgGrantOperatorAuthorization> = {}): void {
    const message = { corporation: policy, grantee: BOB, msgTypes: ["CreateCorporation"], ...init };
    this.send(MsgGrantOperatorAuthorization, message, policy, "group");
  }

  /** Registers a group in the form of draft 21, with `operator` as the one who was granted. */
  register(policy: string, did = "did:example:one", operator = BOB): void {
    const message = { corporation: policy, operator, ...described(did) };
    this.send(MsgRegisterCorporation, message, operator);
  }

  /** A corporation in one message; its id and policy address. */
  corporation(did = "did:example:one", signer = ALICE): MsgCreateCorporationResponse {
    return MsgCreateCorporationResponse.decode(
      this.send(MsgCreateCorporation, newCorporation(did, signer), signer).value,
    );
  }

  /** An ecosystem of a corporation whose operator may create some. */
  ecosystem(corporation: string, did = "did:example:eco", operator = BOB): void {
    this.send(MsgCreateEcosystem, { corporation, operator, ...described(did) }, operator);
  }

  /** A query in the specification's REST family: parameters as text, the rendered answer. */
  spec(path: string, params: Readonly<Record<string, string>> = {}): Json {
    const query = this.queryAt(path);
    const given = query.spec?.params.parse(params);
    const response = this.answer(query, query.spec?.toRequest(given));
    return query.spec?.render(response) as Json;
  }

  /** Parameters that the route does not take. */
  badParams(path: string, params: Readonly<Record<string, string>>): boolean {
    return this.queryAt(path).spec?.params.safeParse(params).success === false;
  }

  /** A query over the wire, `/verana.co.v1.Query/GetCorporation`. */
  query<R>(path: string, init: Readonly<Record<string, unknown>> = {}): R {
    const query = this.app.queries.get(path);
    if (query === undefined) throw new Error(`no query ${path}`);
    return this.answer(query, query.method.request.create(init)) as R;
  }

  /** The genesis of a module. */
  genesis(name: string): ModuleGenesis {
    const found = this.app.modules.find((module) => module.genesis?.name === name)?.genesis;
    if (found === undefined) throw new Error(`no genesis ${name}`);
    return found;
  }

  export(name: string): Json {
    return this.genesis(name).export(this.ctx);
  }

  import(name: string, section: Json): void {
    this.run((ctx) => this.genesis(name).init(ctx, section));
  }

  /** What is wrong with the state of the registry's modules, by the names of their invariants. */
  faults(): readonly string[] {
    return brokenInvariants(this.app.modules, this.ctx, OWN);
  }

  /** Events of the type given, as objects, since the last call. */
  taken(type: string): Readonly<Record<string, string>>[] {
    const found = this.events.filter((event) => event.type === type);
    this.events.splice(0);
    return found.map(({ attributes }) => Object.fromEntries(attributes));
  }

  private handle<T>(
    ctx: WriteContext,
    type: MessageType<T>,
    init: Partial<T>,
    signer: string,
    via: Signer["via"] = "transaction",
  ): Any {
    const message = type.decode(type.encode(type.create(init)));
    const binding = this.app.router.bindingOf(type.typeUrl);
    binding.parse(message);
    return binding.run(ctx, message, { account: signer, via }).response;
  }

  private queryAt(path: string): QueryBinding {
    const found = [...this.app.queries.values()].find((query) => query.spec?.path === path);
    if (found === undefined) throw new Error(`no route ${path}`);
    return found;
  }

  /** What cannot be encoded could not be answered. */
  private answer(query: QueryBinding, request: unknown): unknown {
    const { response } = query.method;
    const asked = query.method.request.decode(query.method.request.encode(request));
    return response.decode(response.encode(query.run(this.ctx, asked)));
  }
}

/** The message that makes a group of `signer` and its corporation at once. */
export const newCorporation = (did: string, signer: string): Partial<MsgCreateCorporation> => ({
  signer,
  members: [{ address: signer, weight: "1", metadata: "" }],
  groupMetadata: "",
  groupPolicyMetadata: "",
  decisionPolicy: threshold,
  ...described(did),
});

const OWN: ReadonlySet<string> = new Set([
  ...["auth", "group", "co", "ec", "gf", "cs", "de", "di", "xr"],
]);
