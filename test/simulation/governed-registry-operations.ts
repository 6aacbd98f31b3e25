import * as gov from "../../src/gen/cosmos/gov/v1.js";
import * as td from "../../src/gen/verana/td/v1.js";
import * as xr from "../../src/gen/verana/xr/v1.js";
import type { Any } from "../../src/wire/descriptor.js";
import { GOV, submit, uvna, vote } from "../support/gov-messages.js";
import { message } from "../support/world.js";
import { depositOf } from "./participant-view.js";
import { registryOf } from "./registry-market.js";
import { type Operations, type Scene, SECOND } from "./scene.js";

const PRICED = [
  [1, "tu"],
  [2, "ufoo"],
  [3, "EUR"],
] as const;

/** Exchange rates, governance's slashes and rates of deposits: what of modules xr and td is proposed and voted on. */
export const governedRegistryOperations: Operations = {
  name: "governed registry",
  weight: 1,
  events: [
    ...["create_exchange_rate", "set_exchange_rate_state", "slash_trust_deposit"],
    ...["grant_exchange_rate_authz", "revoke_exchange_rate_authz"],
  ],
  make(scene) {
    const { random, people } = scene;
    const by = random.pick(people.slice(0, 4));
    const rates = ratesOf(scene);
    const open = openProposals(scene);
    const [unvoted] = open;
    if (unvoted !== undefined && random.chance(500)) {
      return { by, message: vote(by, random.pick(open).id, 1) };
    }
    const oracle = oracleOf(scene);
    // What is off is not updated.
    const on = rates.filter(({ state }) => state);
    if (on.length === PRICED.length && random.chance(300)) {
      const { id, rate } = random.pick(on);
      const changed = near(BigInt(rate) + BigInt(random.below(5)) - 2n);
      return {
        by: oracle,
        message: message(xr.MsgUpdateExchangeRate, { operator: oracle, id, rate: String(changed) }),
      };
    }
    const asked = submit(by, [proposed(scene, rates)], { initialDeposit: uvna(2_000_000n) });
    return { by, message: asked };
  },
};

/** About what rates begin with: an oracle may not change much of a small one. */
const near = (rate: bigint): bigint => (rate < 10n ? 10n : rate > 20n ? 20n : rate);

/** One of two accounts. */
const oracleOf = ({ random, people }: Scene): string => random.pick(people.slice(4, 6));

function proposed(scene: Scene, rates: readonly xr.ExchangeRate[]): Any {
  const { random } = scene;
  const authority = GOV;
  const missing = PRICED.filter(([, asset]) => rates.every(({ baseAsset }) => baseAsset !== asset));
  if (missing.length > 0 && random.chance(800)) {
    const [baseAssetType, baseAsset] = random.pick(missing);
    return message(xr.MsgCreateExchangeRate, {
      ...{ authority, baseAssetType, baseAsset, quoteAssetType: 2, quoteAsset: "uvna" },
      ...{ rate: "13", rateScale: 1, validityDuration: 86_400n * SECOND, state: true },
    });
  }
  const off = rates.find(({ state }) => !state);
  if (off !== undefined && random.chance(700)) {
    return message(xr.MsgSetExchangeRateState, { authority, id: off.id, state: true });
  }
  const xrId = rates.length === 0 ? 1n : random.pick(rates).id;
  const makers: readonly (() => Any)[] = [
    () => message(xr.MsgSetExchangeRateState, { authority, id: xrId, state: random.chance(850) }),
    ...Array.from({ length: 4 }, () => () => granting(scene, xrId)),
    () => (random.chance(400) ? revoking(scene, xrId) : granting(scene, xrId)),
    () => slashing(scene),
    () => slashing(scene),
    () => slashing(scene),
    () => repricing(scene),
  ];
  return random.pick(makers)();
}

/** Mostly of a corporation that has a deposit. */
function slashing(scene: Scene): Any {
  const { random } = scene;
  const { corporations } = registryOf(scene);
  const holders = corporations.filter(({ id }) => depositOf(scene, id) !== undefined);
  const some = holders.length > 0 && random.chance(900) ? holders : corporations;
  const deposit = BigInt(1 + random.below(10_000));
  const corporationId = random.pick(some).id;
  return message(td.MsgSlashTrustDeposit, { authority: GOV, corporationId, deposit, reason: "r" });
}

/** Other rates of deposits, rewards and yield. */
function repricing({ random, ask }: Scene): Any {
  const { params } = ask<td.QueryParamsRequest, td.QueryParamsResponse>(td.Query.Params, {});
  const percent = (most: number): bigint => BigInt(1 + random.below(most)) * 10n ** 16n;
  return message(td.MsgUpdateParams, {
    authority: GOV,
    params: {
      ...params,
      trustDepositRate: percent(30),
      userAgentRewardRate: percent(20),
      walletUserAgentRewardRate: percent(20),
      trustDepositBlockRewardShare: percent(40),
    },
  });
}

const granting = (scene: Scene, xrId: bigint): Any =>
  message(xr.MsgGrantExchangeRateAuthorization, {
    ...{ authority: GOV, xrId, operator: oracleOf(scene) },
    expiration: scene.time + 4_000n * SECOND,
    maxDeviationBps: 3_000,
  });

const revoking = (scene: Scene, xrId: bigint): Any =>
  message(xr.MsgRevokeExchangeRateAuthorization, {
    ...{ authority: GOV, xrId, operator: oracleOf(scene) },
  });

const ratesOf = ({ ask }: Scene): readonly xr.ExchangeRate[] =>
  ask<xr.QueryListExchangeRatesRequest, xr.QueryListExchangeRatesResponse>(
    xr.Query.ListExchangeRates,
    {},
  ).exchangeRates;

/** What is voted on now of what the registry's modules are asked. */
function openProposals({ ask }: Scene): readonly gov.Proposal[] {
  const { proposals } = ask<gov.QueryProposalsRequest, gov.QueryProposalsResponse>(
    gov.Query.Proposals,
    { proposalStatus: gov.ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD },
  );
  return proposals.filter(({ messages }) =>
    messages.some(({ typeUrl }) => typeUrl.startsWith("/verana.")),
  );
}
