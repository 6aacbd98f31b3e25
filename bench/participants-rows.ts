import * as pp from "../src/gen/verana/pp/v1.js";
import { Query as More } from "../src/gen/vpr/pp/v1.js";
import { pack } from "../src/wire/any.js";
import type { Any, MessageType } from "../src/wire/descriptor.js";
import type { Party } from "../test/modules/pp/market-world.js";
import { GENESIS_TIME, type Person } from "../test/support/app-chain.js";
import { DAY, SECOND } from "../test/support/registry-world.js";
import type { Question } from "./chain.js";
import { BEGUN, keysOf, OWNERS, type ParticipantPlace, personOf } from "./participants-state.js";

/** Whose transaction, and what it says. */
interface Sent {
  readonly by: Person;
  readonly message: Any;
}

/** A kind of transaction of participants; `n` counts them from 0 over all rounds. */
export interface ParticipantTx {
  readonly name: string;
  send(n: number, place: ParticipantPlace, people: readonly Person[]): Sent;
}

/** Of each of them. */
export const FEE = { amount: [{ denom: "uvna", amount: 5_000n }], gasLimit: 500_000n };

const { ISSUER, HOLDER } = pp.ParticipantRole;

const uuid = (kind: number, n: number): string =>
  `0000000${kind}-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

/** One that fills the state, all of them in turn. */
const somewhere = (n: number, { entities, first }: ParticipantPlace): bigint =>
  first + BigInt((n * 48_271) % entities);

const ownerOf = (id: bigint, { first }: ParticipantPlace): number => Number(id - first) % OWNERS;

function party({ owners }: ParticipantPlace, n: number): Party {
  const found = owners[n % OWNERS];
  if (found === undefined) throw new RangeError("no such owner");
  return found;
}

/** A message of an owner, signed by its operator or its VS operator. */
function of<T>(
  place: ParticipantPlace,
  people: readonly Person[],
  from: { readonly owner: number; readonly service?: boolean; readonly type: MessageType<T> },
  init: object,
): Sent {
  const { owner, service = false, type } = from;
  const keys = keysOf(people, owner % OWNERS);
  const by = service ? keys.vsOperator : keys.operator;
  const corporation = party(place, owner).policyAddress;
  const fields = { corporation, operator: by.address, ...init } as unknown as Partial<T>;
  return { by, message: pack(type, type.create(fields)) };
}

const session =
  (kind: number, fields: (owner: number, place: ParticipantPlace) => object) =>
  (n: number, place: ParticipantPlace, people: readonly Person[]): Sent => {
    const from = { owner: n, service: true, type: pp.MsgCreateOrUpdateParticipantSession };
    return of(place, people, from, {
      id: uuid(kind, n),
      agentParticipantId: place.agent,
      walletAgentParticipantId: place.wallet,
      ...fields(n % OWNERS, place),
    });
  };

/** Who applies in the request number `n`, and where: none asks twice before all have. */
const applied = (n: number, place: ParticipantPlace) => ({
  applicant: n % OWNERS,
  validator: somewhere(Math.floor(n / OWNERS), place),
});

/** Behind all that a benchmark does. */
const FAR = GENESIS_TIME + 100_000n * DAY;

/** A time of its own for the entry number `n` of a context, in which no two overlap. */
const spanOf = (n: number) => {
  const effectiveFrom = FAR + BigInt(2 * n) * SECOND;
  return { effectiveFrom, effectiveUntil: effectiveFrom + SECOND };
};

/** A transaction of whoever validated the applicant of the request number `n`. */
const atValidator =
  <T>(type: MessageType<T>, fields: object = {}) =>
  (n: number, place: ParticipantPlace, people: readonly Person[]): Sent => {
    const owner = ownerOf(applied(n, place).validator, place);
    const id = place.first + BigInt(place.entities + n);
    return of(place, people, { owner, type }, { id, ...fields });
  };

/** In an order in which each finds what it needs. */
export const PARTICIPANT_TXS: readonly ParticipantTx[] = [
  {
    name: "session, issuance",
    send: session(1, (owner, { issuers }) => ({ issuerParticipantId: issuers[owner] ?? 0n })),
  },
  {
    name: "session, verification",
    send: session(2, (owner, { issuers, verifiers }) => ({
      issuerParticipantId: issuers[(owner + 1) % OWNERS] ?? 0n,
      verifierParticipantId: verifiers[owner] ?? 0n,
    })),
  },
  {
    name: "onboarding request",
    send(n, place, people) {
      const { applicant, validator } = applied(n, place);
      return of(
        place,
        people,
        { owner: applicant, type: pp.MsgStartParticipantOP },
        {
          role: HOLDER,
          validatorParticipantId: validator,
          did: party(place, applicant).did,
        },
      );
    },
  },
  { name: "onboarding, validated", send: atValidator(pp.MsgSetParticipantOPToValidated) },
  { name: "resolver, triggered", send: atValidator(pp.MsgTriggerResolver) },
  {
    name: "effective until, set",
    send: atValidator(pp.MsgSetParticipantEffectiveUntil, { effectiveUntil: FAR }),
  },
  {
    name: "onboarding, renewed",
    send(n, place, people) {
      const id = place.first + BigInt(place.entities + n);
      return of(place, people, { owner: n, type: pp.MsgRenewParticipantOP }, { id });
    },
  },
  {
    name: "onboarding, cancelled",
    send(n, place, people) {
      const id = place.first + BigInt(place.entities + n);
      return of(place, people, { owner: n, type: pp.MsgCancelParticipantOPLastRequest }, { id });
    },
  },
  { name: "participant, revoked", send: atValidator(pp.MsgRevokeParticipant) },
  {
    name: "deposit, slashed",
    send: atValidator(pp.MsgSlashParticipantTrustDeposit, { amount: 1n }),
  },
  {
    name: "deposit, repaid",
    send(n, place, people) {
      const id = place.first + BigInt(place.entities + n);
      const type = pp.MsgRepayParticipantSlashedTrustDeposit;
      return of(place, people, { owner: n, type }, { id });
    },
  },
  {
    name: "participant, self-created",
    send(n, place, people) {
      return of(
        place,
        people,
        { owner: n, type: pp.MsgSelfCreateParticipant },
        {
          ...{ role: ISSUER, validatorParticipantId: place.club, did: party(place, n).did },
          ...spanOf(Math.floor(n / OWNERS)),
        },
      );
    },
  },
  {
    name: "root, created",
    send(n, { bare: { schemaId, owner } }, people) {
      const { policyAddress: corporation, operator, did } = owner;
      const type = pp.MsgCreateRootParticipant;
      const fields = { corporation, operator, schemaId, did, ...spanOf(n) };
      return { by: personOf(people, operator), message: pack(type, type.create(fields)) };
    },
  },
];

/** While what fills the state was what it had been at first. */
const PAST = BEGUN + DAY / 4n;
const list = (
  name: string,
  request: (n: number, place: ParticipantPlace) => Partial<pp.QueryListParticipantsRequest>,
): readonly Question<ParticipantPlace>[] => [
  { name, method: pp.Query.ListParticipants, request },
  {
    name: `${name}, in the past`,
    method: pp.Query.ListParticipants,
    request: (n, place) => ({ ...request(n, place), when: PAST }),
  },
];
const didOf = (n: number, place: ParticipantPlace): string => {
  const id = somewhere(n, place);
  return `${party(place, ownerOf(id, place)).did}:${id - place.first}`;
};

/** Gets, and pages of 64 by each filter, now and as of a past moment. */
export const PARTICIPANT_QUESTIONS: readonly Question<ParticipantPlace>[] = [
  {
    name: "participant",
    method: pp.Query.GetParticipant,
    request: (n, place) => ({ id: somewhere(n, place) }),
  },
  ...list("participants", () => ({})),
  ...list("participants of a schema", (_, { schemaId }) => ({ schemaId })),
  ...list("participants of a corporation", (n, place) => ({ grantee: `${party(place, n).id}` })),
  ...list("participants of a DID", (n, place) => ({ did: didOf(n, place) })),
  ...list("participants in a role", () => ({ role: ISSUER })),
  ...list("participants below one", (_, { top }) => ({ participantId: top })),
  ...list("participants that are valid", () => ({ onlyValid: true })),
  ...list("participants that were slashed", () => ({ onlySlashed: true })),
  ...list("participants by change", () => ({ modifiedAfter: PAST })),
  ...list("participants in a state", () => ({ opState: pp.OnboardingState.PENDING })),
  ...list("participants by all of it", (n, place) => ({
    ...{ schemaId: place.schemaId, role: ISSUER, onlyValid: true, modifiedAfter: PAST },
    grantee: `${party(place, n).id}`,
  })),
  {
    name: "beneficiaries",
    method: pp.Query.FindBeneficiaries,
    request: (n, { issuers, verifiers }) => ({
      issuerParticipantId: issuers[n % OWNERS] ?? 0n,
      verifierParticipantId: verifiers[n % OWNERS] ?? 0n,
    }),
  },
  { name: "sessions", method: pp.Query.ListParticipantSessions, request: () => ({}) },
  {
    name: "authorized",
    method: More.Authorized,
    request: (n, place) => ({ did: didOf(n, place), role: ISSUER, schemaId: place.schemaId }),
  },
  {
    name: "authorized, in the past",
    method: More.Authorized,
    request: (n, place) => ({
      ...{ did: didOf(n, place), role: ISSUER, schemaId: place.schemaId },
      when: PAST,
    }),
  },
  {
    name: "quote of a session",
    method: More.SessionQuote,
    request: (n, { issuers, verifiers, agent, wallet }) => ({
      issuerParticipantId: issuers[n % OWNERS] ?? 0n,
      verifierParticipantId: verifiers[n % OWNERS] ?? 0n,
      ...{ agentParticipantId: agent, walletAgentParticipantId: wallet },
    }),
  },
];
