import { expect } from "vitest";
import { parseAccount } from "../../src/keeper/addresses.js";
import type { CorporationOperator, DelegationPort, Signer } from "../../src/keeper/authority.js";
import type { ChainSettings, ReadContext, WriteContext } from "../../src/keeper/context.js";
import { defineErrors, refuse } from "../../src/keeper/errors.js";
import type { Module } from "../../src/keeper/module.js";
import type { QueryBinding } from "../../src/keeper/query.js";
import { authModule } from "../../src/modules/auth/index.js";
import { type FeegrantKeeper, feegrantModule } from "../../src/modules/feegrant/index.js";
import type { MessageType } from "../../src/wire/descriptor.js";
import type { ModuleContext } from "./module-context.js";

/** Accounts of the tests: valid bech32 of the prefix `verana`. */
export const OPERATOR = "verana1xr7fuv6kcgfzw9mct8lj3v2y2fkehjhesgfj9w";
export const AGENT = "verana1wjnrmvjlgxvs098cnu3jaczzjjm4csmqep067h";
export const POLICY = "verana1alasmqnyz32pvh8jp2ttnegnjpjz7w8eyvyjh2";
export const OTHER_POLICY = "verana1vvhnsca85vqeffhtq3h5mmgfsq99fd6vsrp83j";

/** Corporation 4 (policy POLICY) and 5 (OTHER_POLICY); ecosystems 3 and 6 belong to 4, 7 to 5. */
export interface Corporation {
  readonly id: bigint;
  readonly policyAddress: string;
  readonly did: string;
}

const CORPORATIONS: readonly Corporation[] = [
  { id: 4n, policyAddress: POLICY, did: "did:example:corporation-4" },
  { id: 5n, policyAddress: OTHER_POLICY, did: "did:example:corporation-5" },
];

const ECOSYSTEMS = [
  { id: 3n, corporationId: 4n, did: "did:example:ecosystem-3" },
  { id: 6n, corporationId: 4n, did: "did:example:ecosystem-6" },
  { id: 7n, corporationId: 5n, did: "did:example:ecosystem-7" },
] as const;

/** Corporations as a table. */
export const corporationTable = {
  find: (_ctx: unknown, id: bigint): Corporation | undefined =>
    CORPORATIONS.find((c) => c.id === id),
  byPolicy: (_ctx: unknown, address: string): Corporation | undefined =>
    CORPORATIONS.find((c) => c.policyAddress === address),
  resolve: (_ctx: unknown, text: string): Corporation | undefined =>
    CORPORATIONS.find((c) => c.policyAddress === text || c.id.toString() === text),
  byDid: (_ctx: unknown, did: string): Corporation | undefined =>
    CORPORATIONS.find((c) => c.did === did),
  wellFormed: (text: string): boolean =>
    /^[1-9][0-9]{0,19}$/.test(text) || parseAccount("verana", text) !== undefined,
};

/** Ecosystems as a table. */
export const ecosystemTable = {
  find: (_ctx: unknown, id: bigint) => ECOSYSTEMS.find((e) => e.id === id),
  controllerOf: (_ctx: unknown, did: string): bigint | undefined =>
    ECOSYSTEMS.find((e) => e.did === did)?.corporationId,
};

/** What the table of grants refuses with. */
export const grantErrors = defineErrors("test-grants", { notGranted: [2, "not granted"] });

/** OPERATOR may act for every corporation of the table, nobody else for any. */
export const delegationTable: DelegationPort = {
  corporationOperator: (_typeUrl, rule) => (ctx, message, signer) => {
    const corporation = corporationTable.resolve(ctx, message.corporation);
    const granted = signer.account === OPERATOR && message.operator === signer.account;
    if (corporation === undefined || !granted) refuse(grantErrors.notGranted, {}, rule);
    const { id, policyAddress } = corporation;
    return { corporation: { id, policyAddress }, operator: signer.account } as CorporationOperator;
  },
};

/** Runs a message of a module as a transaction of one message would: parse, then the rest. */
export function send<M>(
  ctx: WriteContext,
  module: Module,
  type: MessageType<M>,
  message: M,
  account = OPERATOR,
): Uint8Array {
  const binding = module.messages?.find((m) => m.typeUrl === type.typeUrl);
  if (binding === undefined) throw new Error(`no handler for ${type.typeUrl}`);
  binding.parse(message);
  const signer: Signer = { account, via: "transaction" };
  return binding.run(ctx, message, signer).response.value;
}

/** The query of a module at this gRPC method name. */
export function queryOf(module: Module, name: string): QueryBinding {
  const found = module.queries?.find((query) => query.method.path.endsWith(`/${name}`));
  if (found === undefined) throw new Error(`no query ${name}`);
  return found;
}

/** Asks as the specification's REST family does; `given` is text, as it arrives. */
export function askSpec(
  chain: ModuleContext,
  module: Module,
  name: string,
  given: Readonly<Record<string, string>>,
): unknown {
  const query = queryOf(module, name);
  if (query.spec === undefined) throw new Error(`${name} has no route of the specification`);
  const request = query.spec.toRequest(query.spec.params.parse(given));
  return query.spec.render(query.run(chain.ctx, request));
}

/** Asks with a request of the wire. */
export function ask<Req, Res>(
  chain: { readonly ctx: ReadContext },
  module: Module,
  name: string,
  request: Req,
): Res {
  const query = queryOf(module, name);
  const response = query.run(chain.ctx, request) as Res;
  if (query.whole === true) {
    const { method } = query;
    expect(method.response.decode(method.response.encode(response))).toStrictEqual(response);
  }
  return response;
}

/** The feegrant module's own keeper, over accounts that anybody may be given. */
export const feegrantKeeper = (settings: ChainSettings): FeegrantKeeper =>
  feegrantModule({
    settings,
    accounts: authModule(settings).keeper,
    recipients: { checkRecipient() {} },
  }).keeper;
