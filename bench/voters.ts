import type { AppState } from "../src/abci/genesis.js";
import { GenericAuthorization, MsgGrant } from "../src/gen/cosmos/authz/v1beta1.js";
import { BasicAllowance, MsgGrantAllowance } from "../src/gen/cosmos/feegrant/v1beta1.js";
import * as gov from "../src/gen/cosmos/gov/v1.js";
import * as group from "../src/gen/cosmos/group/v1.js";
import { printSection, readSection } from "../src/keeper/genesis-section.js";
import { sdkErrors } from "../src/keeper/sdk-errors.js";
import { pack } from "../src/wire/any.js";
import type { Any } from "../src/wire/descriptor.js";
import { CHAIN } from "../test/support/ante-world.js";
import { GENESIS_TIME, responseOf, sign } from "../test/support/app-chain.js";
import { createGroupWithPolicy, propose } from "../test/support/messages.js";
import { signDigest } from "../test/support/native-signer.js";
import { StakeChain } from "../test/support/stake-chain.js";
import { calibrate, type Figure, Figures, percentile, timed } from "./measure.js";
import type { Sizes } from "./sizes.js";
import { strangers } from "./work.js";

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
const UNIT = 1_000_000n;
const VALIDATORS = 100;
const BLOCKS = 30;
/** Messages in a transaction that fills the state. */
const BATCH = 100;
/** After genesis; until then blocks are quiet. */
const VOTE = 20n * SECOND;

/**
 * A block that counts the votes on a proposal, and blocks in which nothing happens with few and with
 * many groups, proposals and grants: those should cost the same.
 */
export async function benchVoters({
  accounts: [least = 1_000],
}: Sizes): Promise<readonly Figure[]> {
  const isQuick = least < 10_000;
  const figures = [...(await benchTally(isQuick ? Math.min(least, 200) : 10_000))];
  for (const count of isQuick ? [10, 100] : [100, 10_000])
    figures.push(...(await benchIdle(count)));
  return figures;
}

async function benchTally(votes: number): Promise<readonly Figure[]> {
  const figures = new Figures("voters", `${votes} votes`);
  const voters = strangers(votes);
  const chain = await StakeChain.start({
    people: VALIDATORS,
    tokens: Array.from({ length: VALIDATORS }, () => UNIT),
    delegations: voters.map((address, i) => [address, i % VALIDATORS, UNIT] as const),
    genesis: (appState) =>
      withProposals(appState, {
        proposals: [proposalOf(1n, VOTE)],
        votes: voters.map((voter, i) => ({
          proposalId: 1n,
          voter,
          options: [{ option: 1 + (i % 4), weight: "1.000000000000000000" }],
          metadata: "",
        })),
        startingProposalId: 2n,
      }),
  });
  figures.add("calibration loop", "ms", calibrate());
  const quiet: number[] = [];
  while (chain.time < GENESIS_TIME + VOTE - SECOND) {
    quiet.push(await timed(() => chain.block()));
  }
  figures.add("block before, median", "ms", percentile(quiet, 50));
  const took = await timed(() => chain.block());
  figures.add("block that counts them", "ms", took);
  await chain.close();
  return figures.all();
}

async function benchIdle(count: number): Promise<readonly Figure[]> {
  const figures = new Figures("voters", `${count} groups, proposals and grants of each kind`);
  const proposals = Array.from({ length: count }, (_, i) => proposalOf(BigInt(i + 1), DAY));
  const startingProposalId = BigInt(count + 1);
  const chain = await StakeChain.start({
    people: 4,
    genesis: (appState) => withProposals(appState, { proposals, startingProposalId }),
  });
  await fill(chain, count);
  figures.add("calibration loop", "ms", calibrate());
  const empty: number[] = [];
  for (let i = 0; i <= BLOCKS; i++) {
    const took = await timed(() => chain.block());
    if (i > 0) empty.push(took);
  }
  figures.add("empty block, median", "ms", percentile(empty, 50));
  figures.add("empty block, 95th percentile", "ms", percentile(empty, 95));
  await chain.close();
  return figures.all();
}

/** Groups with a policy and an open proposal each, fee allowances and authorizations. */
async function fill(chain: StakeChain, count: number): Promise<void> {
  const admin = chain.account(0);
  const granter = chain.account(1);
  const expiration = GENESIS_TIME + 365n * DAY;
  const grantees = strangers(count);
  for (let from = 0; from < count; from += BATCH) {
    const size = Math.min(BATCH, count - from);
    const founding = Array.from({ length: size }, () => createGroupWithPolicy(admin, [admin]));
    const founded = await send(chain, 0, founding);
    const proposing = founding.map((_, i) => {
      const { groupPolicyAddress } = responseOf(group.MsgCreateGroupWithPolicyResponse, founded, i);
      return propose(groupPolicyAddress, admin, [], 0);
    });
    await send(chain, 0, proposing);
    const authorization = pack(GenericAuthorization, { msg: "/cosmos.bank.v1beta1.MsgSend" });
    const allowance = pack(BasicAllowance, { spendLimit: [], expiration });
    const granting = grantees
      .slice(from, from + size)
      .flatMap((grantee) => [
        pack(MsgGrantAllowance, { granter, grantee, allowance }),
        pack(MsgGrant, { granter, grantee, grant: { authorization, expiration } }),
      ]);
    await send(chain, 1, granting);
  }
}

async function send(chain: StakeChain, person: number, messages: readonly Any[]) {
  const fee = { amount: [{ denom: CHAIN.denom, amount: 5_000n }], gasLimit: 1_000_000_000n };
  const tx = sign(chain.person(person), messages, { fee, sign: signDigest });
  const [result] = (await chain.block({ txs: [tx] })).txResults;
  if (result === undefined || result.code !== 0) throw new Error(result?.log ?? "no result");
  return result;
}

/** One that is voted on, from genesis for so many nanoseconds. */
function proposalOf(id: bigint, lasts: bigint): gov.Proposal {
  const votingEndTime = GENESIS_TIME + lasts;
  return gov.Proposal.create({
    ...{ id, status: gov.ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD, title: "t", summary: "s" },
    ...{ submitTime: GENESIS_TIME, depositEndTime: GENESIS_TIME },
    ...{ votingStartTime: GENESIS_TIME, votingEndTime },
  });
}

function withProposals(appState: AppState, parts: Partial<gov.GenesisState>): AppState {
  const fresh = readSection(gov.GenesisState, appState.gov ?? {}, sdkErrors.invalidRequest);
  return { ...appState, gov: printSection(gov.GenesisState, { ...fresh, ...parts }) };
}
