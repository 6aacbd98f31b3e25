import { sha256 } from "@noble/hashes/sha2.js";
import {
  Equivocation,
  GenesisState,
  MsgSubmitEvidence,
  MsgSubmitEvidenceResponse,
  Query,
  type QueryAllEvidenceRequest,
  type QueryAllEvidenceResponse,
  type QueryEvidenceRequest,
  type QueryEvidenceResponse,
} from "../../gen/cosmos/evidence/v1beta1.js";
import type { Validator } from "../../gen/cosmos/staking/v1beta1.js";
import { parseAccount, parseAddress } from "../../keeper/addresses.js";
import { type AnyAccount, anyAccount } from "../../keeper/authority.js";
import { protoValue, Schema } from "../../keeper/collections.js";
import type { ChainSettings, ReadContext, WriteContext } from "../../keeper/context.js";
import { defineErrors, refuse } from "../../keeper/errors.js";
import { printSection, readSection } from "../../keeper/genesis-section.js";
import { bindMessage, type Handler } from "../../keeper/handler.js";
import { restBytesKey } from "../../keeper/keys.js";
import type { Misbehavior, Module, ModuleGenesis } from "../../keeper/module.js";
import { paginate } from "../../keeper/pagination.js";
import { defineQuery, type QueryBinding, StatusError } from "../../keeper/query.js";
import { sdkErrors } from "../../keeper/sdk-errors.js";
import { pack } from "../../wire/any.js";

/** Cosmos SDK x/evidence's codes. */
export const evidenceErrors = defineErrors("evidence", {
  noHandler: [2, "unregistered handler for evidence type", "InvalidArgument"],
  invalid: [3, "invalid evidence", "InvalidArgument"],
  exists: [5, "evidence already exists", "AlreadyExists"],
});

export const evidenceGenesisErrors = defineErrors("evidence_genesis", {
  malformed: [2, "genesis of evidence is not valid", "InvalidArgument"],
});

/** What evidence asks of stakes, signing and the rules of consensus. */
export interface EvidencePorts {
  readonly staking: {
    findByConsensus(ctx: ReadContext, address: Uint8Array): Validator | undefined;
    isUnbonded(validator: Validator): boolean;
  };
  readonly slashing: {
    nameOf(ctx: ReadContext, consensus: Uint8Array): string;
    isTombstoned(ctx: ReadContext, address: string): boolean;
    punishDoubleSign(
      ctx: WriteContext,
      fault: { readonly consensus: Uint8Array; readonly height: bigint; readonly power: bigint },
      jailedUntil: bigint,
    ): void;
  };
  /** How old evidence may be: blocks, and nanoseconds. Undefined where the chain has no rule. */
  maxAge(ctx: ReadContext): { readonly blocks: bigint; readonly duration: bigint } | undefined;
}

/** 9999-12-31T23:59:59Z: whoever signed twice never comes back. */
const FOR_EVER = 253_402_300_799n * 1_000_000_000n;

/** Double signatures that the engine found: Cosmos SDK's x/evidence. */
export function evidenceModule(
  settings: ChainSettings,
  ports: EvidencePorts,
): { readonly module: Module } {
  const state = evidenceState(settings.prefix);
  return {
    module: {
      name: "evidence",
      messages: [bindMessage("evidence", submitEvidence())],
      queries: queries(state),
      genesis: genesis(state),
      beginBlock(ctx, { misbehavior }) {
        for (const one of misbehavior) if (one.kind !== "unknown") punish(ctx, state, ports, one);
      },
    },
  };
}

function evidenceState(prefix: string) {
  const schema = new Schema("evidence", prefix);
  return {
    evidence: schema.map(0, "evidence", { key: restBytesKey, value: protoValue(Equivocation) }),
  };
}

type EvidenceState = ReturnType<typeof evidenceState>;

/** x/evidence handleEquivocationEvidence: old, unknown and repeated evidence changes nothing. */
function punish(
  ctx: WriteContext,
  state: EvidenceState,
  ports: EvidencePorts,
  found: Misbehavior,
): void {
  const { staking, slashing } = ports;
  const age = ports.maxAge(ctx);
  const isOld =
    age !== undefined &&
    ctx.blockTime - found.time > age.duration &&
    ctx.height - found.height > age.blocks;
  const validator = staking.findByConsensus(ctx, found.address);
  if (isOld || validator === undefined || staking.isUnbonded(validator)) return;
  const consensusAddress = slashing.nameOf(ctx, found.address);
  if (slashing.isTombstoned(ctx, consensusAddress)) return;
  const { height, power, time } = found;
  slashing.punishDoubleSign(ctx, { consensus: found.address, height, power }, FOR_EVER);
  put(ctx, state, { height, time, power, consensusAddress });
}

const hashOf = (evidence: Equivocation): Uint8Array => sha256(Equivocation.encode(evidence));

function put(ctx: WriteContext, state: EvidenceState, evidence: Equivocation): void {
  state.evidence.set(ctx, hashOf(evidence), evidence);
}

/** x/evidence MsgSubmitEvidence: as in Cosmos SDK no kind of evidence is taken from transactions. */
const submitEvidence = (): Handler<
  MsgSubmitEvidence,
  AnyAccount,
  never,
  MsgSubmitEvidenceResponse
> => ({
  type: MsgSubmitEvidence,
  response: MsgSubmitEvidenceResponse,
  authorize: anyAccount,
  check(ctx, { submitter, evidence }) {
    if (parseAccount(ctx.chain.prefix, submitter) === undefined) {
      refuse(sdkErrors.invalidAddress, { log: "invalid submitter address" });
    }
    if (evidence === undefined) refuse(evidenceErrors.invalid, { log: "missing evidence" });
    return refuse(evidenceErrors.noHandler, { log: evidence.typeUrl });
  },
  execute: (_ctx, _message, _by, never) => never,
});

function queries(state: EvidenceState): readonly QueryBinding[] {
  return [
    defineQuery<QueryEvidenceRequest, QueryEvidenceResponse>({
      method: Query.Evidence,
      run(ctx, { hash }) {
        if (hash === "") throw new StatusError("InvalidArgument", "invalid request; hash is empty");
        if (!/^([0-9a-fA-F]{2})+$/.test(hash)) {
          throw new StatusError("InvalidArgument", "invalid evidence hash");
        }
        const evidence = state.evidence.get(ctx, Uint8Array.from(Buffer.from(hash, "hex")));
        if (evidence === undefined) throw new StatusError("NotFound", `evidence ${hash} not found`);
        return { evidence: pack(Equivocation, evidence) };
      },
    }),
    defineQuery<QueryAllEvidenceRequest, QueryAllEvidenceResponse>({
      method: Query.AllEvidence,
      run(ctx, { pagination: request }) {
        const { items, pagination } = paginate(request, {
          keys: (walk) => state.evidence.primaryKeys(ctx, walk),
          at: (key) => pack(Equivocation, state.evidence.at(ctx, key)),
        });
        return { evidence: items, pagination };
      },
    }),
  ];
}

/** Section `evidence`, in the SDK's shape. */
const genesis = (state: EvidenceState): ModuleGenesis => ({
  name: "evidence",
  fresh: () => printSection(GenesisState, { evidence: [] }),
  init(ctx, section) {
    const given = readSection(GenesisState, section, evidenceGenesisErrors.malformed);
    for (const { typeUrl, value } of given.evidence) {
      if (typeUrl !== Equivocation.typeUrl) {
        refuse(evidenceGenesisErrors.malformed, { type: typeUrl, known: Equivocation.typeUrl });
      }
      const evidence = Equivocation.decode(value);
      const address = parseAddress(`${ctx.chain.prefix}valcons`, evidence.consensusAddress);
      if (typeof address !== "string" || evidence.height < 1n || evidence.power < 1n) {
        refuse(evidenceGenesisErrors.malformed, { of: evidence.consensusAddress });
      }
      put(ctx, state, evidence);
    }
  },
  export(ctx) {
    const evidence = [...state.evidence.entries(ctx)].map(([, one]) => pack(Equivocation, one));
    return printSection(GenesisState, { evidence });
  },
});
