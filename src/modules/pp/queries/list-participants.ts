import {
  OnboardingStateEnum,
  ParticipantRoleEnum,
  Query,
  QueryListParticipantsRequest,
  type QueryListParticipantsResponse,
} from "../../../gen/verana/pp/v1.js";
import { ensure } from "../../../keeper/errors.js";
import { isDid } from "../../../keeper/formats/did.js";
import { listCursor } from "../../../keeper/list-cursor.js";
import { listSize, take } from "../../../keeper/list-size.js";
import { defineQuery } from "../../../keeper/query.js";
import {
  boolParam,
  cursorParam,
  enumParam,
  optionalIdParam,
  params,
  sizeParam,
  textParam,
  timeParam,
} from "../../../keeper/query-params.js";
import { listText } from "../../../keeper/record-json.js";
import type { EnumType } from "../../../wire/descriptor.js";
import type { PpDeps } from "../deps.js";
import { ppErrors } from "../errors.js";
import { matching } from "../filter.js";
import { participantJson, participantRecord } from "../render.js";
import { ensureKnown } from "../versions.js";

const CHECKS = "MOD-PP-QRY-1-2";

/**
 * [MOD-PP-QRY-1] List Participants: those that pass every filter, earliest change first, ties by id
 * [D-GEN-13]. A grantee that is no corporation owns nothing [D-PP-56].
 */
export const listParticipants = (k: PpDeps) =>
  defineQuery({
    rule: "MOD-PP-QRY-1",
    method: Query.ListParticipants,
    whole: true,

    /** [MOD-PP-QRY-1-3] */
    run(ctx, request: QueryListParticipantsRequest): QueryListParticipantsResponse {
      const size = listSize(request.responseMaxSize, CHECKS, ppErrors.sizeOutOfRange);
      known(ParticipantRoleEnum, request.role);
      known(OnboardingStateEnum, request.opState);
      const { did, grantee } = request;
      ensure(did === "" || isDid(did), CHECKS, ppErrors.malformedDid, { did });
      const readable = grantee === "" || k.corporations.wellFormed(grantee);
      ensure(readable, CHECKS, ppErrors.malformedCorporation, { grantee });
      const owner = grantee === "" ? 0n : k.corporations.resolve(ctx, grantee)?.id;
      const after = listCursor(request.cursor, CHECKS, ppErrors.malformedCursor);
      ensureKnown(ctx, k.participants.state, request.when);
      if (owner === undefined) return { participants: [] };
      const asked = { request, owner, after };
      return { participants: take(matching(ctx, k.participants.state, asked), size) };
    },

    spec: {
      path: "/pp/v1/list",
      /** [MOD-PP-QRY-1-1] */
      params: params({
        schema_id: optionalIdParam,
        grantee: textParam,
        corporation: textParam,
        corporation_id: textParam,
        did: textParam,
        participant_id: optionalIdParam,
        role: enumParam(specNames(ParticipantRoleEnum)),
        only_valid: boolParam,
        only_slashed: boolParam,
        only_repaid: boolParam,
        modified_after: timeParam,
        op_state: enumParam(specNames(OnboardingStateEnum)),
        response_max_size: sizeParam,
        when: timeParam,
        cursor: cursorParam,
      }).refine(
        (given) => granteesOf(given).length <= 1,
        "grantee, corporation and corporation_id are one filter: give one of them",
      ),
      toRequest: (given) =>
        QueryListParticipantsRequest.create({
          schemaId: given.schema_id ?? 0n,
          grantee: granteesOf(given)[0] ?? "",
          did: given.did ?? "",
          participantId: given.participant_id ?? 0n,
          role: given.role ?? 0,
          onlyValid: given.only_valid,
          onlySlashed: given.only_slashed,
          onlyRepaid: given.only_repaid,
          modifiedAfter: given.modified_after,
          opState: given.op_state ?? 0,
          responseMaxSize: given.response_max_size ?? 0,
          when: given.when,
          cursor: given.cursor ?? "",
        }),
      render: ({ participants }) => ({ participants: participants.map(participantJson) }),
      text: ({ participants }) =>
        `{"participants":${listText(participants, participantRecord.text)}}`,
    },
  });

/** [D-GEN-02] Names of the one filter by owner. */
function granteesOf(given: {
  readonly grantee?: string | undefined;
  readonly corporation?: string | undefined;
  readonly corporation_id?: string | undefined;
}): readonly string[] {
  const { grantee, corporation, corporation_id } = given;
  return [grantee, corporation, corporation_id].filter((name) => name !== undefined);
}

function known(type: EnumType, value: number): void {
  const facts = { filter: type.name, value };
  ensure(Object.hasOwn(type.byNumber, value), CHECKS, ppErrors.filterUnknown, facts);
}

function specNames(type: EnumType): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(type.byName).filter(([, value]) => value !== 0));
}
