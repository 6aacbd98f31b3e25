import * as bank from "../../../src/gen/cosmos/bank/v1beta1.js";
import * as group from "../../../src/gen/cosmos/group/v1.js";
import { registry } from "../../../src/gen/registry.js";
import { addressText, parseAccount } from "../../../src/keeper/addresses.js";
import { Schema, u64Value } from "../../../src/keeper/collections.js";
import type { WriteContext } from "../../../src/keeper/context.js";
import { type ChainError, refuse } from "../../../src/keeper/errors.js";
import { event } from "../../../src/keeper/events.js";
import type { MessageBinding, MessageRouter } from "../../../src/keeper/handler.js";
import { restTextKey } from "../../../src/keeper/keys.js";
import { sdkErrors } from "../../../src/keeper/sdk-errors.js";
import { type AccountsPort, groupModule } from "../../../src/modules/group/index.js";
import { groupState } from "../../../src/modules/group/state.js";
import type { Any, MessageType } from "../../../src/wire/descriptor.js";
import { ModuleContext } from "../../support/module-context.js";

export const SECOND = 1_000_000_000n;

/** Account number `n` of the tests. */
export const account = (n: number): string => addressText("verana", new Uint8Array(20).fill(n));

export const [ALICE, BOB, CAROL, DAVE] = [account(1), account(2), account(3), account(4)] as const;

export function pack<T>(type: MessageType<T>, init: Partial<T>): Any {
  return { typeUrl: type.typeUrl, value: type.encode(type.create(init)) };
}

/** A policy that needs this much yes weight; periods in seconds. */
export const threshold = (text: string, voting = 600n, execution = 0n): Any =>
  pack(group.ThresholdDecisionPolicy, {
    threshold: text,
    windows: { votingPeriod: voting * SECOND, minExecutionPeriod: execution * SECOND },
  });

/** A policy that needs this share of the group's weight. */
export const percentage = (text: string, voting = 600n): Any =>
  pack(group.PercentageDecisionPolicy, {
    percentage: text,
    windows: { votingPeriod: voting * SECOND, minExecutionPeriod: 0n },
  });

export const members = (weights: Readonly<Record<string, string>>): group.MemberRequest[] =>
  Object.entries(weights).map(([address, weight]) => ({ address, weight, metadata: "" }));

/**
 * The group module alone. The router is a stand-in that knows the module's own messages and, in the
 * place of the bank, a MsgSend that notes the amount sent and refuses more than 1000.
 */
export class GroupWorld extends ModuleContext {
  readonly accounts = new Map<string, Any>();
  readonly #accountsPort: AccountsPort = {
    exists: (_ctx, address) => this.accounts.has(address),
    create: (_ctx, address, key) => this.accounts.set(address, key),
  };
  readonly module = groupModule({
    settings: this.settings,
    accounts: this.#accountsPort,
    router: this.router(),
  });
  /** The module's state, to spoil what no message spoils. */
  readonly state = groupState(new Schema("group", "verana"));
  readonly #sent = new Schema("fake", "verana").map(0x00, "sent", {
    key: restTextKey,
    value: u64Value,
  });

  /** Runs a message of the module as a transaction; its answer. */
  send<T>(type: MessageType<T>, init: Partial<T>): Any {
    return this.run((ctx) => this.handle(ctx, pack(type, init)));
  }

  /** A message that must be refused without a write. */
  refuses<T>(type: MessageType<T>, init: Partial<T>): ChainError {
    return this.refused((ctx) => this.handle(ctx, pack(type, init)));
  }

  query<Q, R>(name: keyof typeof group.Query, init: Partial<Q>): R {
    const method = group.Query[name];
    const found = this.module.module.queries?.find((query) => query.method === method);
    if (found === undefined) throw new Error(`no query ${name}`);
    const answer = found.run(this.ctx, method.request.create(init)) as R;
    // What cannot be encoded could not be answered.
    return method.response.decode(method.response.encode(answer)) as R;
  }

  proposal(id: bigint): group.Proposal {
    const { proposal } = this.query<group.QueryProposalRequest, group.QueryProposalResponse>(
      "Proposal",
      { proposalId: id },
    );
    if (proposal === undefined) throw new Error("no proposal");
    return proposal;
  }

  tally(id: bigint): group.TallyResult {
    return this.query<group.QueryTallyResultRequest, group.QueryTallyResultResponse>(
      "TallyResult",
      { proposalId: id },
    ).tally;
  }

  endBlock(): void {
    this.run((ctx) => this.module.module.endBlock?.(ctx));
  }

  /** What the stand-in for the bank noted for a recipient. */
  sent(to: string): bigint {
    return this.#sent.get(this.ctx, to) ?? 0n;
  }

  /** Types of the events since the last call. */
  takeEvents(): string[] {
    return this.events.splice(0).map(({ type }) => type.replace("cosmos.group.v1.", ""));
  }

  /** A group of alice, bob and carol with one vote each, its policy, and no events left. */
  corporation(decisionPolicy = threshold("2")): string {
    const answer = this.send(group.MsgCreateGroupWithPolicy, {
      admin: ALICE,
      members: members({ [ALICE]: "1", [BOB]: "1", [CAROL]: "1" }),
      groupPolicyAsAdmin: true,
      decisionPolicy,
    });
    this.events.splice(0);
    return group.MsgCreateGroupWithPolicyResponse.decode(answer.value).groupPolicyAddress;
  }

  /** A proposal of alice to send dave an amount, or of the messages given; its id. */
  propose(policy: string, init: Partial<group.MsgSubmitProposal> = {}): bigint {
    const answer = this.send(group.MsgSubmitProposal, {
      groupPolicyAddress: policy,
      proposers: [ALICE],
      messages: [transfer(policy, 10n)],
      title: "pay dave",
      summary: "pays dave",
      ...init,
    });
    return group.MsgSubmitProposalResponse.decode(answer.value).proposalId;
  }

  vote(proposalId: bigint, voter: string, option: keyof typeof OPTION, exec = 0): void {
    this.send(group.MsgVote, { proposalId, voter, option: OPTION[option], exec });
  }

  /** Runs a packed message as its first signer. */
  handle(ctx: WriteContext, packed: Any): Any {
    const router = this.router();
    const [signer = ""] = router.signersOf(packed);
    return router.run(ctx, packed, { account: signer, via: "transaction" }).response;
  }

  private router(): MessageRouter {
    const find = (typeUrl: string): MessageBinding | undefined =>
      typeUrl === bank.MsgSend.typeUrl
        ? this.bankStandIn()
        : this.module.module.messages?.find((binding) => binding.typeUrl === typeUrl);
    const typeOf = (packed: Any): MessageType =>
      registry.byUrl(packed.typeUrl) ?? refuse(sdkErrors.unknownRequest);
    return {
      find,
      unpack: (packed) => typeOf(packed).decode(packed.value),
      signersOf: (packed) => signersOf(typeOf(packed), packed),
      parse: (packed) => find(packed.typeUrl)?.parse(typeOf(packed).decode(packed.value)),
      run(ctx, packed, signer) {
        const binding = find(packed.typeUrl) ?? refuse(sdkErrors.unknownRequest);
        return binding.run(ctx, binding.type.decode(packed.value), signer);
      },
    };
  }

  private bankStandIn(): MessageBinding {
    return {
      typeUrl: bank.MsgSend.typeUrl,
      type: bank.MsgSend,
      module: "bank",
      parse(message) {
        if ((message as bank.MsgSend).toAddress === "nobody") refuse(sdkErrors.invalidAddress);
      },
      run: (ctx, message, signer) => {
        const { toAddress, amount } = message as bank.MsgSend;
        const coins = amount[0]?.amount ?? 0n;
        this.#sent.set(ctx, toAddress, (this.#sent.get(ctx, toAddress) ?? 0n) + coins);
        ctx.emit(event("transfer", { sender: signer.account, via: signer.via }));
        if (coins > 1000n) refuse(sdkErrors.insufficientFunds, { log: "too much" });
        return { response: pack(bank.MsgSendResponse, {}) };
      },
    };
  }
}

/** A group as the query shows it. */
export const info = (w: GroupWorld, groupId: bigint): group.GroupInfo | undefined =>
  w.query<group.QueryGroupInfoRequest, group.QueryGroupInfoResponse>("GroupInfo", { groupId }).info;

/** A policy as the query shows it. */
export const policyInfo = (w: GroupWorld, address: string): group.GroupPolicyInfo | undefined =>
  w.query<group.QueryGroupPolicyInfoRequest, group.QueryGroupPolicyInfoResponse>(
    "GroupPolicyInfo",
    { address },
  ).info;

export const OPTION = {
  yes: group.VoteOption.VOTE_OPTION_YES,
  abstain: group.VoteOption.VOTE_OPTION_ABSTAIN,
  no: group.VoteOption.VOTE_OPTION_NO,
  veto: group.VoteOption.VOTE_OPTION_NO_WITH_VETO,
} as const;

/** A transfer from a policy account to dave. */
export const transfer = (from: string, amount: bigint, to = DAVE): Any =>
  pack(bank.MsgSend, {
    fromAddress: from,
    toAddress: to,
    amount: [{ denom: "uvna", amount }],
  });

function signersOf(type: MessageType, packed: Any): string[] {
  const message: Record<string, unknown> = type.decode(packed.value);
  const texts = type.signers.flatMap((key) => message[key] as string | string[]);
  return texts.map((text) => parseAccount("verana", text) ?? refuse(sdkErrors.invalidAddress));
}
