import type { AppState } from "../src/abci/genesis.js";
import { MsgCreateOrUpdateParticipantSession, ParticipantRole } from "../src/gen/verana/pp/v1.js";
import type { Json } from "../src/keeper/query.js";
import { delegableTypes, SESSION_TYPE } from "../src/modules/de/index.js";
import { timestampText } from "../src/wire/time.js";
import { coinOf, HOLDERS, MarketWorld, MODE, type Party } from "../test/modules/pp/market-world.js";
import { CHAIN } from "../test/support/ante-world.js";
import { AppChain, GENESIS_TIME, type Person, peopleOf } from "../test/support/app-chain.js";
import { DAY, SECOND } from "../test/support/registry-world.js";
import { stateFolder } from "./prepared.js";

/** Corporations that own participants, issue, verify and apply. */
export const OWNERS = 20;

/** When participants of a state began: before any clock that a block may tell. */
export const BEGUN = GENESIS_TIME - 1_000n * DAY;
/** When those that changed did. */
const CHANGED = BEGUN + DAY / 2n;

const TYPES = delegableTypes.filter((type) => type !== SESSION_TYPE);
const VS = (who: Party) => ({
  vsOperator: who.vsOperator,
  vsOperatorAuthzMsgTypes: [MsgCreateOrUpdateParticipantSession.typeUrl],
});

/** Operators and VS operators sign: theirs are the first keys, two for each corporation. */
class Market extends MarketWorld {
  readonly parties = new Map<string, Party>();
  readonly #people = peopleOf(PEOPLE);

  override party(name: string, funds = 10n ** 15n): Party {
    const known = this.parties.get(name);
    if (known !== undefined) return known;
    const [operator = "", vsOperator = ""] = this.#people
      .slice(2 * this.parties.size, 2 * this.parties.size + 2)
      .map(({ address }) => address);
    const of = this.rich(`did:example:corporation:${name}`, TYPES, funds, operator);
    const made = { ...of, name, operator, vsOperator, did: `did:example:${name}` };
    this.parties.set(name, made);
    return made;
  }
}

const OTHERS = 7;
/** Whose keys are known. */
export const PEOPLE = 2 * (OWNERS + OTHERS);

/** Who is in a prepared state, and what they have. */
export interface ParticipantPlace {
  readonly entities: number;
  /** Corporations, in the order of their operators' keys behind those of the tree. */
  readonly owners: readonly Party[];
  /** Participants of theirs in the tree of sessions. */
  readonly issuers: readonly bigint[];
  readonly verifiers: readonly bigint[];
  readonly agent: bigint;
  readonly wallet: bigint;
  /** Of what fills the state. */
  readonly schemaId: bigint;
  /** The root above it. */
  readonly top: bigint;
  /** A root below which nobody stands, though anyone may. */
  readonly club: bigint;
  /** A schema without participants, and who controls it. */
  readonly bare: { readonly schemaId: bigint; readonly owner: Party };
  /** Of the participants that fill the state; they follow each other. */
  readonly first: bigint;
}

interface MadeMarket {
  readonly world: Market;
  readonly place: Omit<ParticipantPlace, "entities">;
  /** A grantor, and the one that it is put below. */
  readonly moved: { readonly id: string; readonly below: string };
}

/** A tree in which sessions are paid, whose ecosystem, grantors, issuers and verifiers have fees. */
function market(): MadeMarket {
  const world = new Market({ time: BEGUN, settings: CHAIN });
  const [eco, higher, ig, vg, agents, agentOwner, walletOwner] = OTHER_NAMES.map((name) =>
    world.party(name),
  ) as [Party, Party, Party, Party, Party, Party, Party];
  const owners = Array.from({ length: OWNERS }, (_, i) => world.party(`owner-${i}`));
  const schemaId = world.schema(eco, coinOf("uvna"));
  const fees = { issuanceFees: 1_000n, verificationFees: 2_000n };
  const root = { party: eco, id: world.root(eco, schemaId, fees) };
  const grantor = (who: Party, role: number) => ({
    party: who,
    id: world.onboard(who, root, role, {
      agreed: role === ParticipantRole.ISSUER_GRANTOR ? fees : { verificationFees: 500n },
    }),
  });
  const [over, above, beside] = [
    grantor(higher, ParticipantRole.ISSUER_GRANTOR),
    grantor(ig, ParticipantRole.ISSUER_GRANTOR),
    grantor(vg, ParticipantRole.VERIFIER_GRANTOR),
  ];
  const issuers = owners.map((who) =>
    world.onboard(who, above, ParticipantRole.ISSUER, {
      start: VS(who),
      agreed: { verificationFees: 3_000n },
    }),
  );
  const verifiers = owners.map((who) =>
    world.onboard(who, beside, ParticipantRole.VERIFIER, { start: VS(who) }),
  );
  const anyone = { issuerOnboardingMode: MODE.open, holderOnboardingMode: HOLDERS.issuer };
  const open = world.schema(agents, anyone);
  const top = world.root(agents, open);
  const [agent, wallet] = [world.selfCreate(agentOwner, top), world.selfCreate(walletOwner, top)];
  const club = world.root(agents, world.schema(agents, anyone));
  const bare = world.schema(agents, anyone);
  world.pass(SECOND);
  const place = {
    ...{ owners, issuers, verifiers, agent, wallet, schemaId: open, first: club + 1n },
    ...{ top, club, bare: { schemaId: bare, owner: agents } },
  };
  return { world, place, moved: { id: `${above.id}`, below: `${over.id}` } };
}

const OTHER_NAMES = ["eco", "higher", "ig", "vg", "agents", "agent", "wallet"];

/** Modules whose state the market made. */
const SECTIONS = ["group", "co", "ec", "gf", "cs", "de", "td"];

/** Versions at most: a genesis with a million more would be a longer text than there can be. */
const VERSIONS = 500_000;

/**
 * Issuers that onboard holders for a fee, one of each owner in turn, the first of them with one version
 * of the past each. Twenty stand below one of them, and not below the root as messages would have it:
 * no two of an owner may stand in the same place.
 */
function* fillers(place: Omit<ParticipantPlace, "entities">, entities: number) {
  const [begun, changed] = [timestampText(BEGUN), timestampText(CHANGED)];
  const above = (i: number): bigint =>
    i < OWNERS ? place.top : place.first + BigInt(Math.floor(i / OWNERS) - 1);
  for (let i = 0; i < entities; i++) {
    const owner = place.owners[i % OWNERS];
    if (owner === undefined) throw new RangeError("nobody to own a participant");
    const participant = {
      ...{ id: `${place.first + BigInt(i)}`, schema_id: `${place.schemaId}`, role: "ISSUER" },
      ...{ did: `${owner.did}:${i}`, corporation_id: `${owner.id}` },
      ...{ created: begun, effective_from: begun },
      ...{ validation_fees: "1000", validator_participant_id: `${above(i)}` },
    };
    const first = { ...participant, modified: begun };
    if (i >= VERSIONS) {
      yield { now: first };
      continue;
    }
    yield {
      now: { ...participant, modified: changed },
      was: { participant: first, until: changed, modified: true },
    };
  }
}

/**
 * The folder of a database with so many participants beside a tree of sessions, from a genesis and an
 * empty block. With `states` it is kept there for later runs.
 */
export async function participantState(
  entities: number,
  states?: string,
): Promise<{ readonly path: string; readonly place: ParticipantPlace }> {
  const { world, place, moved } = market();
  /** Three earn by an issuance: messages would let a grantor stand below the root alone. */
  const placed = (participant: Readonly<Record<string, Json>>): Json =>
    participant.id === moved.id
      ? { ...participant, validator_participant_id: moved.below }
      : participant;
  const make = async (path: string) => {
    const all = [...fillers(place, entities)];
    const filled = (pp: Json): Json => {
      const section = Object(pp);
      return {
        ...section,
        participants: [...section.participants.map(placed), ...all.map(({ now }) => now)],
        participant_versions: [
          ...section.participant_versions,
          ...all.flatMap(({ was }) => was ?? []),
        ],
        next_participant_id: `${place.first + BigInt(entities)}`,
      };
    };
    const genesis = (fresh: AppState): AppState => {
      const own = SECTIONS.map((name) => [name, world.export(name)] as const);
      const [bank, people] = [Object(world.export("bank")), Object(fresh.bank)];
      const balances = [...people.balances, ...bank.balances];
      return {
        ...{ ...fresh, ...Object.fromEntries(own), pp: filled(world.export("pp")) },
        bank: { ...people, balances },
      };
    };
    const chain = await AppChain.start({ people: PEOPLE, path, genesis });
    await chain.store.dumped();
    await chain.close();
  };
  const path = await stateFolder(`participants-${entities}`, states, make);
  return { path, place: { ...place, entities } };
}

/** Whose key an account is. */
export function personOf(people: readonly Person[], address: string): Person {
  const found = people.find((person) => person.address === address);
  if (found === undefined) throw new RangeError(`nobody has the key of ${address}`);
  return found;
}

/** Keys of an owner's operator and VS operator. */
export function keysOf(
  people: readonly Person[],
  owner: number,
): { readonly operator: Person; readonly vsOperator: Person } {
  const at = 2 * (OTHERS + owner);
  const [operator, vsOperator] = people.slice(at, at + 2);
  if (operator === undefined || vsOperator === undefined) throw new RangeError("no such owner");
  return { operator, vsOperator };
}
