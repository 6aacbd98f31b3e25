import { describe, expect, it } from "vitest";
import { compose } from "../../src/abci/compose.js";
import { MsgGrant } from "../../src/gen/cosmos/authz/v1beta1.js";
import { MsgGrantAllowance } from "../../src/gen/cosmos/feegrant/v1beta1.js";
import * as group from "../../src/gen/cosmos/group/v1.js";
import { MsgCreateCorporation } from "../../src/gen/verana/co/v1.js";
import { ChainError } from "../../src/keeper/errors.js";
import type { ModuleGenesis } from "../../src/keeper/module.js";
import type { Json } from "../../src/keeper/query.js";
import { brokenInvariants } from "../support/faults.js";
import { basic, generic, onlyFor, periodic, sending } from "../support/grant-messages.js";
import { ModuleContext, TEST_SETTINGS } from "../support/module-context.js";
import {
  ALICE,
  BOB,
  CAROL,
  DAY,
  newCorporation,
  RegistryWorld,
  SECOND,
} from "../support/registry-world.js";

const NAMES = ["auth", "feegrant", "authz", "group", "co", "ec", "gf", "de"] as const;
const APP = compose(TEST_SETTINGS);

type Sections = Readonly<Record<string, Json>>;
type Path = readonly (string | number)[];

function genesisOf(name: string): ModuleGenesis {
  const found = APP.modules.find(({ genesis }) => genesis?.name === name)?.genesis;
  if (found === undefined) throw new Error(`no genesis ${name}`);
  return found;
}

/** Sections of a chain with one of everything, and its time. */
function filled(): { readonly sections: Sections; readonly time: bigint } {
  const world = new RegistryWorld();
  const policy = world.group();
  world.grant(policy);
  world.register(policy);
  world.grant(policy, {
    grantee: CAROL,
    msgTypes: ["CreateEcosystem"],
    authzSpendLimit: [{ denom: "uvna", amount: 5n }],
    authzSpendLimitPeriod: DAY,
    withFeegrant: true,
    feegrantSpendLimit: [{ denom: "uvna", amount: 5n }],
    feegrantSpendLimitPeriod: DAY,
    expiration: world.time + DAY,
  });
  const times = { period: DAY, reset: world.time, expiration: world.time + DAY };
  for (const allowance of [basic(5n, world.time + DAY), onlyFor(["/a"], periodic(5n, times, 9n))]) {
    const grantee = allowance.typeUrl.includes("Basic") ? BOB : CAROL;
    world.send(MsgGrantAllowance, { granter: ALICE, grantee, allowance }, ALICE);
  }
  for (const authorization of [sending(5n, [CAROL]), generic("/cosmos.group.v1.MsgVote")]) {
    const grant = { authorization, expiration: world.time + DAY };
    world.send(MsgGrant, { granter: ALICE, grantee: BOB, grant }, ALICE);
  }
  world.ecosystem(policy, "did:example:eco", CAROL);
  world.grant(world.group(CAROL), { grantee: ALICE });
  const proposal = { groupPolicyAddress: policy, proposers: [ALICE], title: "t", summary: "s" };
  world.send(group.MsgSubmitProposal, proposal, ALICE);
  world.send(group.MsgVote, { proposalId: 1n, voter: ALICE, option: 1 }, ALICE);
  const sections = NAMES.map((name) => [name, genesisOf(name).export(world.ctx)] as const);
  return { sections: Object.fromEntries(sections), time: world.time };
}

/** A chain that starts from these sections, as the composition would. */
function start(sections: Sections, time: bigint): ModuleContext {
  const chain = new ModuleContext({ time });
  chain.run((ctx) => {
    for (const name of NAMES) genesisOf(name).init(ctx, sections[name] ?? null);
  });
  return chain;
}

/** Where values stand, one path for all elements of a list. */
function* paths(value: Json, at: Path = []): IterableIterator<Path> {
  yield at;
  if (typeof value !== "object" || value === null) return;
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.slice(0, 1).map((one, i) => [i, one])
    : Object.entries(value);
  for (const [name, inner] of entries) yield* paths(inner, [...at, name]);
}

function put(value: Json, [name, ...rest]: Path, next: Json): Json {
  if (name === undefined) return next;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inner = (copy as Record<string, Json>)[name] ?? null;
  return Object.assign(copy, { [name]: put(inner, rest, next) });
}

/** What a chain must be able to do after any genesis that it took. */
function use(chain: ModuleContext): void {
  for (const name of NAMES) genesisOf(name).export(chain.ctx);
  chain.pass(700n * SECOND);
  for (const module of APP.modules) chain.run((ctx) => module.endBlock?.(ctx));
  const message = MsgCreateCorporation.create(newCorporation("did:example:after", BOB));
  const signer = { account: BOB, via: "transaction" } as const;
  chain.run((ctx) => APP.router.bindingOf(MsgCreateCorporation.typeUrl).run(ctx, message, signer));
}

describe("sections of a genesis with one value that is wrong", () => {
  const { sections, time } = filled();

  it("start when nothing is changed", () => {
    use(start(sections, time));
  });

  it.each(NAMES.slice(1))("of %s are refused with a reason, or the chain works", (name) => {
    const section = sections[name] ?? null;
    const wrong = [null, "", "-1", 1.5, "18446744073709551615", {}, [], "9999-12-31T23:59:59Z"];
    let refused = 0;
    for (const path of paths(section)) {
      for (const value of wrong) {
        let chain: ModuleContext;
        try {
          chain = start({ ...sections, [name]: put(section, path, value) }, time);
        } catch (error) {
          expect(error, `${path.join(".")} = ${JSON.stringify(value)}`).toBeInstanceOf(ChainError);
          refused++;
          continue;
        }
        // What contradicts another section is refused when all are there.
        if (brokenInvariants(APP.modules, chain.ctx, new Set(NAMES)).length > 0) {
          refused++;
          continue;
        }
        expect(() => use(chain), `${path.join(".")} = ${JSON.stringify(value)}`).not.toThrow();
      }
    }
    expect(refused).toBeGreaterThan(0);
  });

  it.each([
    ["group", "group_seq"],
    ["group", "group_policy_seq"],
    ["group", "proposal_seq"],
    ["gf", "gfv_counter"],
    ["gf", "gfd_counter"],
    ["de", "operator_authorization_seq"],
    ["de", "vsoa_seq"],
  ] as const)("[D-GEN-09] of %s leave ids to give behind %s", (name, counter) => {
    const used = put(sections[name] ?? null, [counter], "9223372036854775808");
    expect(() => start({ ...sections, [name]: used }, time)).toThrow("ids are used up");
    const most = put(sections[name] ?? null, [counter], "9223372036854775807");
    use(start({ ...sections, [name]: most }, time));
  });
});
