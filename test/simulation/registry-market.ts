import type { AppState } from "../../src/abci/genesis.js";
import * as group from "../../src/gen/cosmos/group/v1.js";
import * as co from "../../src/gen/verana/co/v1.js";
import * as cs from "../../src/gen/verana/cs/v1.js";
import * as de from "../../src/gen/verana/de/v1.js";
import * as ec from "../../src/gen/verana/ec/v1.js";
import * as pp from "../../src/gen/verana/pp/v1.js";
import type { Market, StepParty } from "../support/participant-steps.js";
import type { Scene } from "./scene.js";

const CORPORATIONS = 6;
/** So many blocks a guest has to come into being, before the next one does. */
const GUEST_BLOCKS = 40n;

/** A corporation of a history, as far as it has come. */
export interface Corporation extends StepParty {
  readonly name: string;
  /** What its own DIDs begin with. */
  readonly corporateDid: string;
  /** Whether its group is there, whether it is registered, and whether its operator may do anything. */
  readonly founded: boolean;
  readonly registered: boolean;
  readonly operated: boolean;
  readonly archived: boolean;
  /** Of its governance framework, and its versions. */
  readonly language: string;
  readonly activeVersion: number;
  readonly versions: co.CorporationWithGF["versions"];
}

/** What the registry holds, and who can do something about it. */
export interface Registry extends Market {
  readonly corporations: readonly Corporation[];
  /** Those of them that are registered and have an operator. */
  readonly ready: readonly Corporation[];
  readonly ecosystems: readonly ec.EcosystemWithVersions[];
  readonly credentialSchemas: readonly cs.CredentialSchema[];
  /** Names of corporations that this block brings a step further. */
  readonly stepped: Set<string>;
}

const known = new WeakMap<Scene, Registry>();

/** The registry as the scene's state has it, read once a block. */
export function registryOf(scene: Scene): Registry {
  const found = known.get(scene) ?? read(scene);
  known.set(scene, found);
  return found;
}

const didOf = (i: number): string => `did:example:corporation${i}`;

const ALL = { responseMaxSize: 1_024 };

function read(scene: Scene): Registry {
  const { ask } = scene;
  const registered = ask<co.QueryListCorporationsRequest, co.QueryListCorporationsResponse>(
    co.Query.ListCorporations,
    ALL,
  ).corporations;
  const lasting = Array.from({ length: CORPORATIONS }, (_, i) =>
    corporationOf(scene, seatOf(scene, i), registered),
  );
  const ready = lasting.filter((one) => one.operated && one.registered);
  const corporations = [...lasting, corporationOf(scene, guestSeat(scene), registered)];
  const { ecosystems } = ask<ec.QueryListEcosystemsRequest, ec.QueryListEcosystemsResponse>(
    ec.Query.ListEcosystems,
    ALL,
  );
  const { schemas } = ask<
    cs.QueryListCredentialSchemasRequest,
    cs.QueryListCredentialSchemasResponse
  >(cs.Query.ListCredentialSchemas, ALL);
  const { participants } = ask<pp.QueryListParticipantsRequest, pp.QueryListParticipantsResponse>(
    pp.Query.ListParticipants,
    ALL,
  );
  return {
    corporations,
    ready,
    parties: ready,
    ecosystems,
    credentialSchemas: schemas,
    schemas: schemas
      .filter(({ archived }) => archived === undefined)
      .map(({ id, ecosystemId, issuerOnboardingMode, verifierOnboardingMode }) => ({
        ...{ id, issuerOnboardingMode, verifierOnboardingMode },
        corporationId: ecosystems.find((one) => one.id === ecosystemId)?.corporationId ?? 0n,
      })),
    participants: [...participants].sort((a, b) => (a.id < b.id ? -1 : 1)),
    time: scene.time,
    stepped: new Set(),
  };
}

/** What tells corporations from each other, and who acts for one. */
interface Seat {
  readonly name: string;
  readonly corporateDid: string;
  readonly operator: string;
  readonly vsOperator: string;
}

/** The last accounts operate, those before them serve; others are left to be granted something. */
function seatOf({ people }: Scene, i: number): Seat {
  const person = (n: number): string => people[people.length - 1 - n] ?? "";
  const [operator, vsOperator] = [person(i), person(CORPORATIONS + i)];
  return { name: `corporation ${i}`, corporateDid: didOf(i), operator, vsOperator };
}

/** One that comes into being, as others do all the time, and takes no part in the market. */
function guestSeat(scene: Scene): Seat {
  const era = scene.height / GUEST_BLOCKS;
  const seat = seatOf(scene, 2 * CORPORATIONS);
  return { ...seat, name: `guest ${era}`, corporateDid: `did:example:guest${era}` };
}

function corporationOf(
  scene: Scene,
  { name, corporateDid, operator, vsOperator }: Seat,
  all: readonly co.CorporationWithGF[],
): Corporation {
  const { ask } = scene;
  const { groups } = ask<group.QueryGroupsByMemberRequest, group.QueryGroupsByMemberResponse>(
    group.Query.GroupsByMember,
    { address: operator },
  );
  // Whoever is in a group may change what it says of itself: a corporation is known by its DID.
  const registered = all.find((one) => one.did.startsWith(`${corporateDid}x`));
  const id = registered?.id ?? groups.find(({ metadata }) => metadata === name)?.id ?? 0n;
  const { groupPolicies } = ask<
    group.QueryGroupPoliciesByGroupRequest,
    group.QueryGroupPoliciesByGroupResponse
  >(group.Query.GroupPoliciesByGroup, { groupId: id });
  const policyAddress = registered?.policyAddress ?? groupPolicies[0]?.address ?? "";
  return {
    ...{ name, corporateDid, id, policyAddress, operator, vsOperator },
    did: `did:example:services${id}`,
    founded: policyAddress !== "",
    registered: registered !== undefined,
    archived: registered?.archived !== undefined,
    language: registered?.language ?? "",
    activeVersion: registered?.activeVersion ?? 0,
    versions: registered?.versions ?? [],
    operated: mayAct(scene, id, operator),
  };
}

/** More than most onboardings cost. */
const isMuch = ({ amount }: { readonly amount: bigint }): boolean => amount > 400_000_000n;

/** Whether the account holds an authorization that has not run out of coins or time. */
function mayAct({ ask, time }: Scene, corporationId: bigint, operator: string): boolean {
  const { operatorAuthorizations: held } = ask<
    de.QueryListOperatorAuthorizationsRequest,
    de.QueryListOperatorAuthorizationsResponse
  >(de.Query.ListOperatorAuthorizations, { corporationId, operator });
  return held.some(
    ({ expiration, spendLimit, remainingSpend, period }) =>
      (expiration === undefined || expiration > time) &&
      (period !== undefined || spendLimit.length === 0 || remainingSpend.every(isMuch)),
  );
}

/** Members that every message of a corporation's operator has. */
export const signers = ({ policyAddress, operator }: StepParty) => ({
  corporation: policyAddress,
  operator,
});

/** A genesis in which everyone who has the native coin has as much of another one. */
export function withOtherCoin(appState: AppState): AppState {
  const { bank } = appState as unknown as { readonly bank: { readonly balances: Funds[] } };
  const balances = bank.balances.map((held) =>
    held.coins.some(({ amount }) => amount === RICH)
      ? { ...held, coins: [{ denom: "ufoo", amount: RICH }, ...held.coins] }
      : held,
  );
  return { ...appState, bank: { ...bank, balances } } as unknown as AppState;
}

interface Funds {
  readonly address: string;
  readonly coins: readonly { readonly denom: string; readonly amount: string }[];
}

const RICH = "1000000000000";
