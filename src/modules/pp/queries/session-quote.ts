import {
  type Payment as PaymentMessage,
  Query,
  type QuerySessionQuoteRequest,
  type QuerySessionQuoteResponse,
} from "../../../gen/vpr/pp/v1.js";
import { defineQuery, type Json } from "../../../keeper/query.js";
import { optionalIdParam, params } from "../../../keeper/query-params.js";
import { coinsJson, idJson, numberJson } from "../../../keeper/spec-json.js";
import type { PpDeps } from "../deps.js";
import { ensurePrimary, loadParties } from "../session-parties.js";
import { neededOf, type Payment, planSession } from "../session-plan.js";

const CHECKS = "MOD-PP-MSG-10-2";

/**
 * [D-PP-38] What a session would cost now: the plan by which it would be paid. `total` is what counts
 * against limits, `needed` what the payer's account must hold, its credit used [D-PP-40].
 */
export const sessionQuote = (k: PpDeps) =>
  defineQuery({
    method: Query.SessionQuote,

    run(ctx, request: QuerySessionQuoteRequest): QuerySessionQuoteResponse {
      ensurePrimary(request, CHECKS);
      const plan = planSession(ctx, k, loadParties(ctx, k, request, CHECKS));
      return {
        beneficiaries: plan.beneficiaries.map(messageOf),
        agents: plan.agents.map(messageOf),
        payerParticipantId: plan.payer.id,
        payerCorporationId: plan.payer.corporationId,
        payerDeposit: plan.payerDeposit,
        total: plan.total,
        needed: neededOf(ctx, k, plan),
      };
    },

    spec: {
      path: "/pp/v1/session/quote",
      params: params({
        issuer_participant_id: optionalIdParam,
        verifier_participant_id: optionalIdParam,
        agent_participant_id: optionalIdParam,
        wallet_agent_participant_id: optionalIdParam,
      }),
      toRequest: (given) => ({
        issuerParticipantId: given.issuer_participant_id ?? 0n,
        verifierParticipantId: given.verifier_participant_id ?? 0n,
        agentParticipantId: given.agent_participant_id ?? 0n,
        walletAgentParticipantId: given.wallet_agent_participant_id ?? 0n,
      }),
      render: (quote) => ({
        beneficiaries: quote.beneficiaries.map(paymentJson),
        agents: quote.agents.map(paymentJson),
        payer_participant_id: idJson(quote.payerParticipantId),
        payer_corporation: idJson(quote.payerCorporationId),
        payer_deposit: numberJson(quote.payerDeposit),
        total: coinsJson(quote.total),
        needed: coinsJson(quote.needed),
      }),
    },
  });

const messageOf = ({ participant, account, deposit }: Payment): PaymentMessage => ({
  participantId: participant.id,
  corporationId: participant.corporationId,
  account,
  deposit,
});

const paymentJson = (payment: PaymentMessage): Json => ({
  participant_id: idJson(payment.participantId),
  corporation: idJson(payment.corporationId),
  account: coinsJson(payment.account),
  deposit: numberJson(payment.deposit),
});
