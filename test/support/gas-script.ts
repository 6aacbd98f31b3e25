import * as distribution from "../../src/gen/cosmos/distribution/v1beta1.js";
import { MsgSubmitProposalResponse as GovSubmitResponse } from "../../src/gen/cosmos/gov/v1.js";
import {
  MsgCreateGroupPolicyResponse,
  MsgCreateGroupResponse,
  MsgCreateGroupWithPolicyResponse,
  MsgSubmitProposalResponse,
} from "../../src/gen/cosmos/group/v1.js";
import { MsgUnjail } from "../../src/gen/cosmos/slashing/v1beta1.js";
import { AuthInfo, Fee, SignerInfo, TxBody, TxRaw } from "../../src/gen/cosmos/tx/v1beta1.js";
import type { ExecTxResult } from "../../src/gen/tendermint/abci.js";
import { MsgCreateCorporationResponse } from "../../src/gen/verana/co/v1.js";
import { MsgCreateCredentialSchemaResponse } from "../../src/gen/verana/cs/v1.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystemResponse } from "../../src/gen/verana/ec/v1.js";
import { MsgRegisterCorporation } from "../../src/gen/vpr/co/v1.js";
import { addressText } from "../../src/keeper/addresses.js";
import { pack } from "../../src/wire/any.js";
import type { Any } from "../../src/wire/descriptor.js";
import { AppChain, type Person, responseOf, sign } from "./app-chain.js";
import { runGrants } from "./gas-grants.js";
import {
  ABSTAIN,
  cancel as cancelInGov,
  deposit,
  GOV,
  MIN_DEPOSIT,
  NO,
  split,
  submit as submitToGov,
  uvna,
  VETO,
  vote as voteInGov,
  YES,
} from "./gov-messages.js";
import * as g from "./grant-messages.js";
import * as m from "./messages.js";
import { runRegistryChanges } from "./registry-gas.js";
import { signedTx } from "./signed-tx.js";
import { operatorOf } from "./stake-genesis.js";
import {
  cancel,
  coin,
  createValidator,
  delegate,
  editValidator,
  redelegate,
  undelegate,
} from "./stake-messages.js";

/** Gas of one transaction, in gas units. */
export interface GasOf {
  readonly delivered: bigint;
  /** Simulated as clients do it: without fee and signature. */
  readonly simulated: bigint;
  /** Simulated with the very bytes that were delivered. */
  readonly rehearsed: bigint;
}

const DAY = 86_400_000_000_000n;
/** Accounts that exist in no genesis. */
const newcomer = (n: number) => addressText("verana", new Uint8Array(20).fill(n));

/**
 * The gas of every message that is built, one transaction each, on a chain with `crowd` other
 * entities of every kind.
 */
export async function gasOfMessages(crowd = 0): Promise<ReadonlyMap<string, GasOf>> {
  const chain = await AppChain.start({ people: 16 });
  try {
    return await runEveryMessage(chain, crowd);
  } finally {
    await chain.close();
  }
}

/** The same on a chain of 16 people that goes on afterwards. */
export async function runEveryMessage(
  chain: AppChain,
  crowd = 0,
  heard?: Heard,
): Promise<ReadonlyMap<string, GasOf>> {
  if (crowd > 0) await settle(chain, crowd);
  const script = new GasScript(chain, heard);
  await runTransfers(script);
  const policy = await runGroups(script);
  await runCorporations(script, policy);
  await runStakes(script);
  await runGovernance(script);
  await runGrants(script);
  await runGroupChanges(script);
  return script.found;
}

/** Is told of each message with its result. */
export type Heard = (message: Any, result: ExecTxResult) => void;

/** Runs messages one by one and notes their gas. */
export class GasScript {
  readonly found = new Map<string, GasOf>();
  constructor(
    readonly chain: AppChain,
    private readonly heard?: Heard,
  ) {}

  /** Sends a message that must succeed, its fee paid by `granter` where there is one, and notes its gas. */
  async run(name: string, person: Person, message: Any, granter = ""): Promise<ExecTxResult> {
    const { app } = this.chain;
    const simulated = app.simulate(unsigned(person, message, granter));
    const tx = signedTx(person.key, {
      messages: [message],
      accountNumber: person.accountNumber,
      sequence: person.sequence,
      fee: { amount: [{ denom: "uvna", amount: 500_000n }], gasLimit: 2_000_000n, granter },
    });
    person.sequence += 1n;
    const rehearsed = app.simulate(tx);
    const [result] = await this.chain.block([tx]).catch((error) => {
      throw new Error(`${name}: ${error}`);
    });
    if (result === undefined || simulated.code !== 0) throw new Error(`${name}: ${simulated.log}`);
    this.heard?.(message, result);
    this.found.set(name, {
      delivered: result.gasUsed,
      simulated: simulated.gasUsed,
      rehearsed: rehearsed.gasUsed,
    });
    return result;
  }
}

/** What CosmJS sends to be simulated. */
function unsigned({ key, sequence }: Person, message: Any, granter: string): Uint8Array {
  const info = SignerInfo.create({
    publicKey: key.any,
    modeInfo: { single: { mode: 0 } },
    sequence,
  });
  return TxRaw.encode({
    bodyBytes: TxBody.encode(TxBody.create({ messages: [message] })),
    authInfoBytes: AuthInfo.encode(
      AuthInfo.create({ signerInfos: [info], fee: Fee.create({ granter }) }),
    ),
    signatures: [new Uint8Array()],
  });
}

async function runTransfers(script: GasScript): Promise<void> {
  const [alice, bob, carol] = [0, 1, 2].map((n) => script.chain.person(n)) as [
    Person,
    Person,
    Person,
  ];
  await script.run(
    "bank send, the sender's first transaction",
    alice,
    m.transfer(alice.address, bob.address),
  );
  await script.run("bank send", alice, m.transfer(alice.address, bob.address));
  await script.run("bank send to a new account", alice, m.transfer(alice.address, newcomer(1)));
  const recipients = Array.from({ length: 25 }, (_, i) => newcomer(10 + i));
  for (const [from, outputs] of [
    [0, 1],
    [1, 2],
    [3, 22],
  ] as const) {
    const message = m.transfers(carol.address, recipients.slice(from, from + outputs));
    await script.run(`bank multi-send to new accounts: ${outputs}`, carol, message);
  }
  const known = m.transfers(carol.address, recipients.slice(3));
  await script.run("bank multi-send to known accounts: 22", carol, known);
}

/** Returns the address of a policy whose proposals alice passes alone. */
async function runGroups(script: GasScript): Promise<string> {
  const [alice, bob, carol] = [0, 1, 2].map((n) => script.chain.person(n)) as [
    Person,
    Person,
    Person,
  ];
  const people = [alice.address, bob.address, carol.address];
  const created = await script.run("group create", alice, m.createGroup(alice.address, people));
  const { groupId } = responseOf(MsgCreateGroupResponse, created);
  const made = await script.run("group policy", alice, m.createGroupPolicy(alice.address, groupId));
  const policy = responseOf(MsgCreateGroupPolicyResponse, made).address;
  const whole = await script.run(
    "group with policy",
    alice,
    m.createGroupWithPolicy(alice.address, people),
  );
  const second = responseOf(MsgCreateGroupWithPolicyResponse, whole).groupPolicyAddress;
  const grant = (grantee: number) => [m.grant(policy, newcomer(grantee))];
  const open = async (name: string, grantee: number) => {
    const result = await script.run(
      name,
      alice,
      m.propose(policy, alice.address, grant(grantee), 0),
    );
    return responseOf(MsgSubmitProposalResponse, result).proposalId;
  };
  const first = await open("group submit", 2);
  await script.run("group vote", bob, m.vote(first, bob.address));
  await script.run("group exec, of a grant", bob, m.execute(first, bob.address));
  const other = await open("group submit, once more", 3);
  await script.run("group vote and try, of a grant", bob, m.vote(other, bob.address, 1));
  await script.run(
    "group submit and try, of a grant",
    alice,
    m.propose(policy, alice.address, grant(4)),
  );
  return second;
}

/** What becomes of a group after it was made; at the end, so that the gas of the rest is as it was. */
async function runGroupChanges(script: GasScript): Promise<void> {
  const [alice, bob, carol] = [0, 1, 2].map((n) => script.chain.person(n)) as [
    Person,
    Person,
    Person,
  ];
  const people = [alice.address, bob.address, carol.address];
  const created = await script.chain.send(alice, m.createGroup(alice.address, people));
  const { groupId } = responseOf(MsgCreateGroupResponse, created);
  const made = await script.chain.send(alice, m.createGroupPolicy(alice.address, groupId));
  const policy = responseOf(MsgCreateGroupPolicyResponse, made).address;
  const weights = { [bob.address]: "2", [newcomer(90)]: "1" };
  await script.run("group members", alice, m.updateMembers(alice.address, groupId, weights));
  await script.run("group metadata", alice, m.updateGroupMetadata(alice.address, groupId, "what"));
  await script.run("group leave", carol, m.leaveGroup(carol.address, groupId));
  const submitted = await script.chain.send(alice, m.propose(policy, alice.address, [], 0));
  const { proposalId } = responseOf(MsgSubmitProposalResponse, submitted);
  await script.run("group withdraw", alice, m.withdrawProposal(proposalId, alice.address));
  await script.run(
    "group policy metadata",
    alice,
    m.updatePolicyMetadata(alice.address, policy, "what"),
  );
  await script.run("group policy rules", alice, m.updatePolicyRules(alice.address, policy));
  await script.chain.send(alice, m.propose(policy, alice.address, [], 0));
  await script.run(
    "group policy admin, with an open proposal",
    alice,
    m.updatePolicyAdmin(alice.address, policy, bob.address),
  );
  await script.run("group admin", alice, m.updateGroupAdmin(alice.address, groupId, bob.address));
}

async function runCorporations(script: GasScript, policy: string): Promise<void> {
  const [alice, bob, carol, dave] = [0, 1, 2, 3].map((n) => script.chain.person(n)) as [
    Person,
    Person,
    Person,
    Person,
  ];
  const people = [alice.address, bob.address, carol.address];
  const registrar = m.grant(policy, dave.address, [MsgRegisterCorporation.typeUrl]);
  await script.chain.send(alice, m.propose(policy, alice.address, [registrar]));
  const second = { corporation: policy, operator: dave.address };
  await script.run(
    "corporation register",
    dave,
    m.registerCorporation(second, "did:example:registered"),
  );
  const created = await script.run(
    "corporation create",
    alice,
    m.createCorporation(alice.address, people, "did:example:corporation"),
  );
  const corporation = responseOf(MsgCreateCorporationResponse, created).policyAddress;
  const types = [...m.OPERATOR_TYPES, MsgGrantOperatorAuthorization.typeUrl];
  const granted = m.grant(corporation, dave.address, types);
  await script.chain.send(alice, m.propose(corporation, alice.address, [granted]));
  const actors = { corporation, operator: dave.address };
  await script.run("grant by an operator", dave, m.grantByOperator(actors, newcomer(5)));
  const ecosystem = await script.run(
    "ecosystem",
    dave,
    m.createEcosystem(actors, "did:example:ecosystem"),
  );
  const { ecosystemId } = ecosystemOf(ecosystem);
  const schema = await script.run("schema", dave, m.createSchema(actors, ecosystemId));
  const { id } = responseOf(MsgCreateCredentialSchemaResponse, schema);
  const from = script.chain.time + DAY;
  await script.run("root participant", dave, m.createRoot(actors, id, "did:example:root", from));
  await runRegistryChanges(script, {
    corporation,
    founder: alice,
    operator: script.chain.person(4),
    ecosystemId,
    schemaId: id,
  });
}

const ecosystemOf = (result: ExecTxResult) => responseOf(MsgCreateEcosystemResponse, result);

const BATCH = 50;

/** Fills the chain: accounts, groups, open proposals of both kinds, corporations, grants, ecosystems, schemas, roots. */
async function settle(chain: AppChain, crowd: number): Promise<void> {
  // Heights of two bytes, whatever the crowd: they are stored too.
  while (chain.height < 128n) await chain.block([]);
  const settler = chain.person(15);
  const me = settler.address;
  const many = async (message: (i: number) => Any) => {
    for (let start = 0; start < crowd; start += BATCH) {
      const length = Math.min(BATCH, crowd - start);
      const messages = Array.from({ length }, (_, i) => message(start + i));
      await chain.block([sign(settler, messages)]);
    }
  };
  const corporation = await operated(chain, settler);
  const actors = { corporation, operator: me };
  await many((i) => m.transfer(me, stranger(i)));
  await many((i) => g.grantAllowance(me, stranger(i), g.basic(1n, chain.time + 400n * DAY)));
  await many((i) => g.authorize(me, stranger(i), g.sending(1n), chain.time + 400n * DAY));
  await many((i) => m.createCorporation(me, [me], `did:example:crowd-${i}`));
  await many((i) => m.createEcosystem(actors, `did:example:eco-${i}`));
  await many((i) => m.createSchema(actors, BigInt(i + 1)));
  await many((i) => m.createRoot(actors, BigInt(i + 1), `did:example:root-${i}`, chain.time + DAY));
  await many((i) => m.propose(corporation, me, [m.grant(corporation, stranger(i))], 0));
  await many((i) => m.propose(corporation, me, [m.grant(corporation, stranger(i))], 1));
  await many(() => submitToGov(me, [], { initialDeposit: uvna(100_000n) }));
}

/** A corporation of one person who is its operator too; its policy's address. */
export async function operated(
  chain: AppChain,
  person: Person,
  did = "did:example:settler",
): Promise<string> {
  const me = person.address;
  const created = await chain.send(person, m.createCorporation(me, [me], did));
  const { policyAddress } = responseOf(MsgCreateCorporationResponse, created);
  await chain.send(person, m.propose(policyAddress, me, [m.grant(policyAddress, me)]));
  return policyAddress;
}

const stranger = (i: number): string => {
  const bytes = new Uint8Array(20).fill(200);
  new DataView(bytes.buffer).setUint32(4, i);
  return addressText("verana", bytes);
};

/** Proposals that nobody has stakes to decide on. */
async function runGovernance(script: GasScript): Promise<void> {
  const [alice, bob] = [0, 1].map((n) => script.chain.person(n)) as [Person, Person];
  const send = m.transfer(GOV, newcomer(91));
  const little = { initialDeposit: uvna(1_000_000n) };
  const submitted = await script.run(
    "gov submit",
    alice,
    submitToGov(alice.address, [send], little),
  );
  const { proposalId } = responseOf(GovSubmitResponse, submitted);
  const rest = MIN_DEPOSIT - 1_000_000n;
  await script.run("gov deposit that starts the vote", bob, deposit(bob.address, proposalId, rest));
  await script.run("gov vote", alice, voteInGov(alice.address, proposalId, YES, "vm"));
  const parts = [YES, NO, ABSTAIN, VETO].map((option) => [option, "0.250000000000000000"] as const);
  await script.run("gov weighted vote", bob, split(bob.address, proposalId, parts));
  await script.run("gov vote, once more", bob, voteInGov(bob.address, proposalId, NO));
  await script.run("gov submit that starts the vote", bob, submitToGov(bob.address, [send]));
  await script.run("gov cancel", bob, cancelInGov(bob.address, proposalId + 1n));
}

/** Stakes of a validator that rewards were given to: nobody votes on this chain, so no fees come. */
async function runStakes(script: GasScript): Promise<void> {
  const [one, two, who] = [13, 14, 15].map((n) => script.chain.person(n)) as [
    Person,
    Person,
    Person,
  ];
  const [from, to] = [operatorOf(one.address), operatorOf(two.address)];
  await script.run("validator create", one, createValidator(one.address, 1));
  const least = { minSelfDelegation: 2_000_000n };
  await script.run("validator create, the second", two, createValidator(two.address, 2, least));
  await script.run("validator edit", one, editValidator(from, { minSelfDelegation: 2n }));
  await script.run("delegate", who, delegate(who.address, from, 5_000_000n));
  const gift = () =>
    script.run(
      "rewards deposit",
      two,
      pack(
        distribution.MsgDepositValidatorRewardsPool,
        distribution.MsgDepositValidatorRewardsPool.create({
          depositor: two.address,
          validatorAddress: from,
          amount: [coin(100_000_000_000n)],
        }),
      ),
    );
  await gift();
  await script.run("delegate more", who, delegate(who.address, from, 5_000_000n));
  await gift();
  const undelegated = await script.run(
    "undelegate",
    who,
    undelegate(who.address, from, 1_000_000n),
  );
  if (undelegated.code !== 0) throw new Error(undelegated.log);
  const { height } = script.chain;
  await gift();
  await script.run("redelegate", who, redelegate(who.address, from, to, 1_000_000n));
  await gift();
  await script.run("cancel unbonding", who, cancel(who.address, from, 1_000n, height));
  await gift();
  const pair = { delegatorAddress: who.address, validatorAddress: from };
  const reward = distribution.MsgWithdrawDelegatorReward;
  await script.run("withdraw reward", who, pack(reward, reward.create(pair)));
  const commission = distribution.MsgWithdrawValidatorCommission;
  const at = { validatorAddress: from };
  await script.run("withdraw commission", one, pack(commission, commission.create(at)));
  const address = distribution.MsgSetWithdrawAddress;
  const other = { delegatorAddress: who.address, withdrawAddress: one.address };
  await script.run("set withdraw address", who, pack(address, address.create(other)));
  const fund = distribution.MsgFundCommunityPool;
  const given = { depositor: who.address, amount: [coin(1n)] };
  await script.run("fund community pool", who, pack(fund, fund.create(given)));
  await script.run("undelegate below the minimum", two, undelegate(two.address, to, 1n));
  await script.run("delegate to a jailed validator", two, delegate(two.address, to, 1n));
  const unjail = { validatorAddr: to };
  await script.run("unjail", two, pack(MsgUnjail, MsgUnjail.create(unjail)));
}
